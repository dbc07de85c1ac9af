"""What Label Studio's SDK makes of a file of tasks; run in an environment that has the SDK.

Arguments: the labelling interface, the tasks, and a folder for what they are converted to.
"""

import json
import sys
from pathlib import Path

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

config, file, folder = map(Path, sys.argv[1:])
interface = LabelInterface(config.read_text())
interface.validate()
tasks = json.loads(file.read_bytes())
problems = []
for number, task in enumerate(tasks, start=1):
    interface.load_task(task["data"])
    predictions = task.pop("predictions")
    if not interface.validate_task(task):
        problems.append(f"task {number} does not fit the interface")
    for prediction in predictions:
        problems += interface.validate_prediction(prediction, return_errors=True)
    # As a reviewer submits them.
    task |= {"id": number, "annotations": [{**each, "id": number} for each in predictions]}
folder.mkdir()
annotated = folder / "annotated.json"
annotated.write_text(json.dumps(tasks))
converter = Converter(config.read_text(), project_dir=None)
for name in ("JSON_MIN", "CSV", "CONLL2003"):
    converter.convert(str(annotated), str(folder / name), name, is_dir=False)
(folder / "problems.json").write_text(json.dumps(problems))
