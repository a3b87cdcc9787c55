"""Public holidays of a country, for `closed holidays of "IT"`, from the optional package `holidays`."""

from __future__ import annotations

from kanbanlang.diagnostics import did_you_mean


def holiday_dates(country: str, years: range) -> frozenset[int] | str:
    """The public holidays of these years as ordinals (`datetime.date.toordinal()`), or why they cannot be had, as a sentence.

    `country` is an ISO 3166 code, alone (`IT`) or with a part of the country (`DE-BY`).
    """
    try:
        import holidays  # noqa: PLC0415 - an extra that few policies need, and slow to start
    except ImportError:
        return "the holidays of a country need the package `holidays`: pip install 'kanbanlang[holidays]'"
    known = holidays.list_supported_countries()
    code, _, part = country.partition("-")
    if code not in known:
        return f"no holidays are known of `{country}`, expected {_suggestion(code, known)}"
    if part and part not in known[code]:
        parts = known[code]
        return f"no holidays are known of `{country}`, expected " + (f"`{code}-` and one of {', '.join(parts)}" if parts else f"`{code}`")
    return frozenset(day.toordinal() for day in holidays.country_holidays(code, subdiv=part or None, years=years))


def _suggestion(code: str, known: dict[str, list[str]]) -> str:
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see above

    names = {name.replace("_", " "): codes[1] for name, codes in COUNTRIES.items()}
    if code.upper() in known:
        return f"`{code.upper()}`"
    if meant := did_you_mean(code.lower(), names):
        return f"`{names[meant]}` (did you mean {meant.title()}?)"
    return 'the ISO code of a country, such as "IT" or "DE-BY"'
