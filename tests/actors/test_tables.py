from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path

import pycountry
import pytest

import detente.actors
from detente.actors.folding import fold
from detente.actors.knowledge import Form, Kind, load_knowledge, parse_period, read_form, read_table

DATA = Path(detente.actors.__file__).parent / "data"
FORM_TABLES = (
    "states.tsv",
    "historic.tsv",
    "organisations.tsv",
    "groups.tsv",
    "substates.tsv",
    "not_actors.tsv",
    "collectives.tsv",
)
FORM_COLUMNS = ("actor", "form", "kind", "from", "to")
MEMBER_COLUMNS = ("organisation", "state", "from", "to")
COLUMNS = dict.fromkeys(FORM_TABLES, FORM_COLUMNS) | {"organisation_members.tsv": MEMBER_COLUMNS}
ISO_STATES = {country.alpha_3 for country in pycountry.countries}
PAST_STATES = {"CSK", "DDR", "SUN", "VNMS", "YUG", "XKX", "CONFEDERACY"}
TERRITORIES = """
ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM
HKG HMD IMN IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PSE PYF REU SGS SHN SJM SPM SXM
TCA TKL TWN UMI VAT VGB VIR WLF
"""
UNITED_NATIONS = ISO_STATES - set(TERRITORIES.split())
UNWANTED = set('"’‘|\u00ad\u200b\ufeff')
LABELLED_CODES = """
ABKHAZIA ACC ALLIES AL_QAEDA AMHARA ASEAN AU AXIS B9 BOKO_HARAM BOXERS CCP CELAC CIS COALITION
COMMONWEALTH CONTRAS CSCE CSK CSTO DDR EAC EAEU ECHR ECOWAS EEBC EEC EECC ELN EU FARC FATAH FATF
FDLR FMLN FNLA FOC G7 G8 GCC HAMAS HEZBOLLAH HOUTHIS IAEA ICC ICJ ICU IGAD IMF IRENA ISIS
JAMAAT_UL_AHRAR KEDO KKE KMT KRG LAS LON M23 MEO MERCOSUR MPLA MUJAHEDEEN NATO NEUTRALISTS NKR NSG
OAPEC OAS OPEC OSCE PATHET_LAO PCIJ PDPA PHOUMI PIJ PKK PSE QUAD SAARC SCO SEATO SOUTH_OSSETIA SUN
SYRIAN_OPPOSITION TALIBAN TPLF TTP TWN UN UNITA V4 VIET_MINH VNMS WARSAW_PACT WB WHITE_RUSSIANS WTO
XKX YUG
"""
COMMON_WORDS = """
IS IT NO IN Male Nice Reading Us us Of Her Victoria Gulf West East Sana NIS Chosen
turkey china chad japan jordan polish guinea
"""
CAPITAL_IS_A_WORD = {"MDV"}  # Malé folds to "Male"


def read_rows(table: str) -> list[tuple[str, ...]]:
    text = (DATA / table).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()]


def read_forms(table: str) -> list[Form]:
    text = (DATA / table).read_text(encoding="utf-8")
    return [read_form(row) for row in read_table(text, table, FORM_COLUMNS)]


def fold_words(text: str) -> str:
    return " ".join(fold(word) for word in text.split())


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    return [form for table in FORM_TABLES for form in read_forms(table)]


@pytest.fixture(scope="module")
def meanings() -> dict[str, list[Form]]:
    by_text = defaultdict(list)
    for form in load_knowledge(None).forms:
        by_text[fold_words(form.text)].append(form)
    return by_text


@pytest.mark.parametrize("table", COLUMNS)
def test_table_has_its_columns_and_is_sorted(table: str) -> None:
    header, *rows = read_rows(table)
    assert header == COLUMNS[table]
    assert {len(row) for row in rows} == {len(header)}
    assert all(first < second for first, second in pairwise(rows))


@pytest.mark.parametrize("table", COLUMNS)
def test_table_is_clean_text(table: str) -> None:
    text = (DATA / table).read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    cells = [cell for row in read_rows(table) for cell in row]
    assert [cell for cell in cells if cell != " ".join(cell.split())] == []
    assert [cell for cell in cells if set(cell) & UNWANTED] == []
    assert [cell for cell in cells if not cell.isprintable()] == []


@pytest.mark.parametrize("table", COLUMNS)
def test_dates_are_iso_and_in_order(table: str) -> None:
    for number, row in enumerate(read_rows(table)[1:], start=2):
        parse_period(row[-2], row[-1], f"{table}:{number}")


@pytest.mark.parametrize("table", FORM_TABLES)
def test_kinds_are_known_and_fit_the_actor(table: str) -> None:
    for form in read_forms(table):
        assert (form.kind is Kind.NOT_ACTOR) == (form.actor == "") == (table == "not_actors.tsv")


@pytest.mark.parametrize("table", ["states.tsv", "historic.tsv"])
def test_states_have_iso_codes_or_are_past(table: str) -> None:
    assert {form.actor for form in read_forms(table)} <= ISO_STATES | PAST_STATES


def test_organisations_have_codes_of_their_own() -> None:
    assert {form.actor for form in read_forms("organisations.tsv")} & ISO_STATES == set()


def test_groups_have_codes_of_their_own_but_for_one_that_came_to_govern() -> None:
    assert {form.actor for form in read_forms("groups.tsv")} & ISO_STATES == {"NIC"}


@pytest.mark.parametrize("code", LABELLED_CODES.split())
def test_code_of_the_labelling_guidelines_has_a_form(forms: list[Form], code: str) -> None:
    assert code in {form.actor for form in forms}


def test_members_are_known_actors(forms: list[Form]) -> None:
    organisations = {
        form.actor for form in read_forms("organisations.tsv") + read_forms("groups.tsv")
    }
    for organisation, state, *_ in read_rows("organisation_members.tsv")[1:]:
        assert organisation in organisations
        assert state in ISO_STATES | PAST_STATES


def test_memberships_of_a_state_do_not_overlap() -> None:
    by_pair = defaultdict(list)
    for organisation, state, start, end in read_rows("organisation_members.tsv")[1:]:
        by_pair[organisation, state].append(parse_period(start, end, organisation))
    for pair, periods in by_pair.items():
        assert not any(a.overlaps(b) for a, b in combinations(periods, 2)), pair


def test_a_form_means_one_actor_at_a_time(forms: list[Form]) -> None:
    by_text = defaultdict(list)
    for form in forms:
        by_text[fold_words(form.text)].append(form)
    for group in by_text.values():
        for one, other in combinations(group, 2):
            assert one.actor == other.actor or not one.period.overlaps(other.period), (one, other)


def test_no_form_is_written_twice(forms: list[Form]) -> None:
    by_text = defaultdict(list)
    for form in forms:
        by_text[form.text, form.kind].append(form)
    for group in by_text.values():
        for one, other in combinations(group, 2):
            assert not one.period.overlaps(other.period), (one, other)


def test_no_state_form_is_a_lower_case_word(forms: list[Form]) -> None:
    lower = {form.text for form in forms if len(form.actors) == 1 and form.text.islower()}
    assert {text for text in lower if " " not in text and "-" not in text} == {
        "contras",
        "g7+",
        "mujahedeen",
        "mujahideen",
        "mujahidin",
        "peshmerga",
    }
    assert {form.actor for form in forms if form.text in lower} & ISO_STATES == set()


def test_collectives_name_several_known_actors(forms: list[Form]) -> None:
    single = {form.actor for form in forms if form.kind is not Kind.COLLECTIVE}
    for form in read_forms("collectives.tsv"):
        assert form.kind is Kind.COLLECTIVE
        assert len(form.actors) > 1
        assert set(form.actors) <= single


@pytest.mark.parametrize("word", COMMON_WORDS.split())
def test_common_words_are_no_forms(forms: list[Form], word: str) -> None:
    assert word not in {form.text for form in forms}


@pytest.mark.parametrize("code", sorted(UNITED_NATIONS))
def test_state_has_people_and_a_capital(forms: list[Form], code: str) -> None:
    kinds = {form.kind for form in forms if form.actor == code}
    wanted = {Kind.DEMONYM} | (set() if code in CAPITAL_IS_A_WORD else {Kind.CAPITAL})
    assert wanted <= kinds


def test_there_are_193_members_of_the_united_nations() -> None:
    assert len(UNITED_NATIONS) == 193


MEANINGS = """
Russia | 2009-05-01 | RUS
Russia | 1962-10-22 | SUN
Russia | 1905-09-05 | RUS
Russian | 1968-08-20 | SUN
Russians | 2014 | RUS
Moscow | 1919-03 | RUS
Moscow | 1956-11-04 | SUN
Moscow | 2008-08-08 | RUS
Kremlin | 1948 | SUN
Kremlin | 2022 | RUS
Petrograd | 1917-03 | RUS
Soviet Union | 2009 | SUN
Soviet | 1972 | SUN
Soviets | 1919 | RUS
U.S.S.R. | 1950 | SUN
KGB | 1980 | SUN
Red Army | 1920 | RUS
Red Army | 1944 | SUN
Imperial Russia | 1900 | RUS
Almaty | 1995 | KAZ
Astana | 2005-01-12 | KAZ
Nur-Sultan | 2020 | KAZ
Akorda | 2018 | KAZ
Kazakhstani | 2009 | KAZ
Kazakhs | 2009 | KAZ
KazMunayGas | 2009 | KAZ
Bishkek | 2001 | KGZ
Kirgizstan | 1995 | KGZ
Tashkent | 2004 | UZB
Dushanbe | 2008 | TJK
Ashgabat | 2006 | TKM
Turkmen | 2006 | TKM
Ulan Bator | 1990 | MNG
Gazprom | 2005 | RUS
Rosneft | 2012 | RUS
Transneft | 2002 | RUS
Naftogaz | 2009 | UKR
Kiev | 1994 | UKR
Kyiv | 2022 | UKR
Rada | 2014 | UKR
Byelorussia | 1990 | BLR
Minsk | 2020 | BLR
Moldavia | 1992 | MDA
Tiraspol | 2005 | TRANSNISTRIA
Baku | 2020 | AZE
SOCAR | 2011 | AZE
Yerevan | 2016 | ARM
Tbilisi | 2008 | GEO
Georgian | 2008 | GEO
Georgia | 2008 | GEO
Sukhumi | 2008 | ABKHAZIA
Tskhinvali | 2008 | SOUTH_OSSETIA
Stepanakert | 2010 | NKR
Artsakh | 2020 | NKR
Belgrade | 1965 | YUG
Belgrade | 2011 | SRB
Yugoslav | 1948 | YUG
Pristina | 2011 | XKX
Kosovar | 2011 | XKX
Prague | 1968-08-21 | CSK
Prague | 2003 | CZE
Czechs | 1938 | CSK
Czech Republic | 1995 | CZE
Pankow | 1961 | DDR
GDR | 1975 | DDR
East German | 1961 | DDR
West Germany | 1961 | DEU
Bonn | 1970 | DEU
Berlin | 2015 | DEU
Berlin | 1939 | DEU
Nazi Germany | 1941 | DEU
Prussia | 1870 | DEU
Bundeswehr | 2010 | DEU
Austria-Hungary | 1914 | AUT
Ottoman Empire | 1912 | TUR
Constantinople | 1908 | TUR
Turkey | 1999 | TUR
Ankara | 2016 | TUR
TRNC | 1990 | TRNC
Nicosia | 1990 | CYP
Skopje | 2018 | MKD
FYROM | 2005 | MKD
Bosnia | 1994 | BIH
Republika Srpska | 1993 | BOSNIAN_SERBS
Republika Srpska | 2010 | BIH
Warsaw | 1990 | POL
Sejm | 2004 | POL
Vilnius | 1991 | LTU
Saeima | 2004 | LVA
Tallinn | 2007 | EST
Storting | 1972 | NOR
Danes | 1940 | DNK
Dutch | 1947 | NLD
The Hague | 1949 | NLD
Brussels | 1914 | BEL
Brussels | 2017 | EU
Quai d'Orsay | 1960 | FRA
Élysée | 2003 | FRA
Franco | 1904 | FRA
Whitehall | 1956 | GBR
Downing Street | 2003 | GBR
U.K. | 2003 | GBR
Northern Ireland | 1998 | GBR
Irish | 1998 | IRL
Scotland | 2014 | GBR
Anglo | 1904 | GBR
Holy See | 2014 | VAT
Luso | 1975 | PRT
Hispano | 1898 | ESP
Valletta | 1989 | MLT
Greco | 1999 | GRC
White House | 1990 | USA
State Department | 1950 | USA
Pentagon | 2003 | USA
U.S. | 2003 | USA
U.S | 2003 | USA
United States | 2003 | USA
Washington | 2003 | USA
Americans | 2003 | USA
CENTCOM | 2003 | USA
Ottawa | 2003 | CAN
Mexico City | 1938 | MEX
Pemex | 1990 | MEX
Managua | 1985 | NIC
Sandinistas | 1978 | FSLN
Sandinistas | 1984 | NIC
Contras | 1984 | CONTRAS
Havana | 1962 | CUB
Dominican | 1965 | DOM
Santo Domingo | 1965 | DOM
Dominica | 1990 | DMA
PDVSA | 2008 | VEN
Miraflores | 2019 | VEN
Casa Rosada | 1982 | ARG
Itamaraty | 2010 | BRA
Rio de Janeiro | 1940 | BRA
La Paz | 2006 | BOL
Bolivia | 2006 | BOL
Beijing | 2010 | CHN
Peking | 1958 | CHN
Zhongnanhai | 2010 | CHN
Sino | 1969 | CHN
CNPC | 2005 | CHN
Republic of China | 1943 | CHN
Republic of China | 1958 | TWN
ROC | 1996 | TWN
Formosa | 1950 | TWN
Taipei | 1996 | TWN
KMT | 1946 | KMT
Chinese Communists | 1946 | CCP
Chinese Communists | 1958 | CHN
Nippo | 1904 | JPN
Tokyo | 1990 | JPN
ROK | 1994 | KOR
Republic of Korea | 1994 | KOR
Blue House | 1994 | KOR
DPRK | 1994 | PRK
North Korean | 1994 | PRK
Saigon | 1965 | VNMS
South Vietnam | 1965 | VNMS
Hanoi | 1965 | VNM
North Vietnam | 1965 | VNM
Viet Cong | 1968 | VIET_CONG
Khmer Rouge | 1978 | KHMER_ROUGE
Kampuchea | 1980 | KHM
Laos | 1961 | LAO
Siam | 1930 | THA
Rangoon | 1988 | MMR
Naypyidaw | 2010 | MMR
Burma | 1988 | MMR
Ceylon | 1960 | LKA
Dacca | 1972 | BGD
New Delhi | 1998 | IND
Karachi | 1954 | PAK
Islamabad | 1998 | PAK
Papua New Guinea | 2000 | PNG
Guinea | 2000 | GIN
Guinea-Bissau | 2000 | GNB
Equatorial Guinea | 2000 | GNQ
Western Samoa | 1990 | WSM
East Timor | 1999 | TLS
Canberra | 1951 | AUS
Persia | 1907 | IRN
Tehran | 2015 | IRN
IRGC | 2019 | IRN
Majlis | 2004 | IRN
Emiratis | 2020 | ARE
UAE | 2020 | ARE
Saudi Aramco | 2019 | SAU
KSA | 2019 | SAU
Knesset | 2000 | ISR
Tel Aviv | 1973 | ISR
Palestinians | 2000 | PSE
Ramallah | 2005 | PSE
PLO | 1974 | PLO
Da'esh | 2016 | ISIS
Houthis | 2018 | HOUTHIS
Erbil | 2017 | KRG
Damascus | 2016 | SYR
Kabul | 1985 | AFG
Taliban | 2000 | TALIBAN
United Arab Republic | 1960 | EGY
Zaire | 1985 | COD
DRC | 2022 | COD
D.R. Congo | 2022 | COD
Congo | 2022 | COD
Congo-Brazzaville | 2000 | COG
Republic of the Congo | 2000 | COG
Democratic Republic of the Congo | 2000 | COD
Nigerien | 2023 | NER
Nigerian | 2023 | NGA
Chad | 2010 | TCD
Ivory Coast | 2010 | CIV
Swaziland | 2010 | SWZ
Cape Verde | 2010 | CPV
Rhodesia | 1970 | ZWE
Addis Ababa | 2020 | ETH
TPLF | 2021 | TPLF
Juba | 2013 | SSD
Khartoum | 2013 | SDN
Puntland | 2010 | SOM
Pretoria | 1985 | ZAF
Polisario | 1980 | POLISARIO
EEC | 1975 | EU
EEC | 2005 | EEC
European Commission | 2005 | EU
Security Council | 2005 | UN
League of Nations | 1925 | LON
Arab League | 1990 | LAS
World Bank | 1990 | WB
Warsaw Pact | 1968 | WARSAW_PACT
WTO | 1970 | WARSAW_PACT
WTO | 2005 | WTO
C5+1 | 2020 | C5_PLUS_1
Visegrád Group | 2010 | V4
Minsk Group | 2010 | OSCE
European Court of Human Rights | 2015 | ECHR
counter-ISIL coalition | 2016 | COALITION
"""
NOT_ACTORS = """
South China Sea
Persian Gulf
Sea of Japan
Gulf of Mexico
Indian Ocean
English Channel
New Mexico
New England
Latin American
Turkish Airlines
Korean War
Cuban missile crisis
Paris Agreement
Rome Statute
Minsk agreements
Paris Hilton
Georgia Tech
Washington Post
China Daily
Russia Today
Moscow Times
KTK TV
Khabar agency
Kazakhstanskaya pravda
TASS
Xinhua
Reuters
Eurasia Daily Monitor
Russian Analytical Digest
Norwegian Institute of International Affairs
ethnic Russians
West Berlin
"""


@pytest.mark.parametrize(
    ("text", "date", "actor"),
    [tuple(cell.strip() for cell in line.split("|")) for line in MEANINGS.strip().splitlines()],
)
def test_form_means_actor_at_date(
    meanings: dict[str, list[Form]], text: str, date: str, actor: str
) -> None:
    period = parse_period(date, date, text)
    assert {form.actor for form in meanings[fold_words(text)] if form.period.overlaps(period)} == {
        actor
    }


@pytest.mark.parametrize(
    ("text", "date", "actor"),
    [
        ("Allies", "1916", "ALLIES"),
        ("Allies", "1940", "ALLIES"),
        ("Allies", "1943", "GBR+SUN+USA"),
        ("Allies", "1949", "FRA+GBR+USA"),
        ("Western Allies", "1943", "GBR+USA"),
        ("Western Allies", "1949", "FRA+GBR+USA"),
        ("superpowers", "1972", "SUN+USA"),
        ("superpowers", "2020", "CHN+USA"),
        ("Triple Alliance", "1890", "AUT+DEU+ITA"),
        ("Triple Entente", "1914", "ALLIES"),
        ("two Koreas", "2000", "KOR+PRK"),
        ("Baltic states", "2004", "EST+LTU+LVA"),
        ("Astana guarantors", "2018", "IRN+RUS+TUR"),
        ("Patriotic Front", "1978", "PATRIOTIC_FRONT"),
        ("Patriotic Front", "2011", ""),
        ("g7+", "2015", "G7PLUS"),
        ("Nagorno-Karabakh", "2010", "NKR"),
    ],
)
def test_form_means_actors_at_date(
    meanings: dict[str, list[Form]], text: str, date: str, actor: str
) -> None:
    period = parse_period(date, date, text)
    fitting = {form.actor for form in meanings[fold_words(text)] if form.period.overlaps(period)}
    assert fitting == {actor}


@pytest.mark.parametrize("text", NOT_ACTORS.strip().splitlines())
def test_phrase_is_no_actor(meanings: dict[str, list[Form]], text: str) -> None:
    assert {form.kind for form in meanings[fold_words(text)]} == {Kind.NOT_ACTOR}
