"""Units as authors write them, with their UCUM codes."""

DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25}
TIME = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
SHORT_TIME = {
    "sec": "s",
    "min": "min",
    "hr": "h",
    "h": "h",
    "hrs": "h",
    "wk": "wk",
    "wks": "wk",
    "mo": "mo",
    "mos": "mo",
    "yr": "a",
    "yrs": "a",
}
DOSES = {
    "gy": "Gy", "cgy": "cGy", "rad": "RAD", "rads": "RAD", "mg": "mg",
    "milligram": "mg", "milligrams": "mg", "g": "g", "gram": "g", "grams": "g",
    "mcg": "ug", "µg": "ug", "μg": "ug", "ug": "ug", "iu": "[iU]", "units": "U", "mci": "mCi", "mbq": "MBq", "ml": "mL", "mmol": "mmol",
}  # fmt: skip
LENGTHS = {
    "mm": "mm",
    "cm": "cm",
    "millimeter": "mm",
    "millimetre": "mm",
    "centimeter": "cm",
    "centimetre": "cm",
    "inch": "[in_i]",
    "inches": "[in_i]",
}
LABORATORY = {
    "u/l": "U/L",
    "iu/l": "[iU]/L",
    "mg/l": "mg/L",
    "mg/dl": "mg/dL",
    "g/dl": "g/dL",
    "ng/ml": "ng/mL",
    "mmol/l": "mmol/L",
    "mm/h": "mm/h",
    "mm/hr": "mm/h",
}
DEGREES = {"c": "Cel", "celsius": "Cel", "f": "[degF]", "fahrenheit": "[degF]"}
