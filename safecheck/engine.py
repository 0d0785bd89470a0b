"""Judge a snapshot, make the plan, make the report. Pure: the same input gives the same report."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from safecheck import __version__
from safecheck.catalogue import LoadedList, Words, fill
from safecheck.clean import clean
from safecheck.errors import ExitCode
from safecheck.model import (
    Accounts,
    Advice,
    Check,
    Clear,
    Country,
    ExportFact,
    Finding,
    Found,
    Gap,
    GapReason,
    Judgement,
    LedgerLine,
    ListInfo,
    Missing,
    NotChecked,
    Outcome,
    OwnListInfo,
    Part,
    Phone,
    Report,
    Severity,
    Sign,
    Signatures,
    Snapshot,
    Subject,
    ThisComputer,
    TopicKind,
    User,
    When,
)
from safecheck.model.computer import Machine, ManagerKind

REPORT_SCHEMA = 1
_EVIDENCE = 20_000  # characters: the lines of a hundred apps that are told together
_DIGITS = 12  # of a digest that a person can compare
_MOST_NAMED = 3  # apps that a sentence names one by one


def judge(snapshot: Snapshot, checks: Sequence[Check], signatures: Signatures, words: Words) -> tuple[Judgement, ...]:
    """Run every check on the part of the snapshot that it looks at, once or once for each user of the phone."""
    if not checks:
        raise ValueError("no check to run: that must never look like a result")
    users = snapshot.phone.users if snapshot.phone else ()
    return tuple(
        Judgement(
            check=check.id,
            title=words.checks[check.id].title,
            user=user.number if user else None,
            user_name=_user_name(user, words) if user else "",
            outcome=_outcome(check, part, user, snapshot, signatures, words),
        )
        for check in checks
        if (part := getattr(snapshot, check.part)) is not None and (check.here is None or check.here(part))
        for user in (users if check.per_user else (None,))
    )


def _outcome(  # noqa: PLR0913 - what a judgement is made of
    check: Check, part: object, user: User | None, snapshot: Snapshot, signatures: Signatures, words: Words
) -> Outcome:
    """Judge one check on what is there; "clear" only where all that it needs was read."""
    missing = tuple(gap for gap in snapshot.gaps if _touches(gap, check, user))
    findings = tuple(_finding(sign, snapshot.phone, words) for sign in check.run(part, user, signatures))
    if findings:
        return Found(findings=findings, gaps=missing)
    return NotChecked(gaps=missing) if missing else Clear()


def _touches(gap: Gap, check: Check, user: User | None) -> bool:
    """Whether a gap takes something from a check that it needs, for this user."""
    return gap.fact in check.needs and (user is None or gap.user in {None, user.number})


def _finding(sign: Sign, phone: Phone | None, words: Words) -> Finding:
    """Write a sign in whole sentences; an app is called what it calls itself, where that was read, and by its id."""
    sentences = words.findings[sign.kind]
    users = phone.users if phone else ()
    places = [_user_name(user, words) for user in users if user.number in sign.users]
    app = phone.packages.get(sign.subject) if phone and sign.one_app else None
    subject = f"{app.label} ({sign.subject})" if app and app.label else sign.subject
    evidence = sign.evidence + (words.labels["label-not-read"] if app and app.label is None else "")
    values = {"subject": subject, "where": ", ".join(places) or words.labels["where-not-known"], **sign.blanks}
    values |= {blank: "; ".join(words.phrases[key] for key in keys) for blank, keys in sign.phrases.items()}
    return Finding(
        kind=sign.kind,
        subject=sign.subject,
        named=subject,
        one_app=sign.one_app,
        users=sign.users,
        severity=sign.severity.name.lower(),
        confidence=sign.confidence.name.lower(),
        title=fill(sentences.title, values),
        reason=fill(sentences.reason, values),
        meaning=fill(sentences.meaning, values),
        not_proof=fill(sentences.not_proof, values),
        noticed=fill(sentences.noticed, values),
        advice=sign.advice,
        evidence=clean(evidence, _EVIDENCE),
    )


def exit_code(judgements: Iterable[Judgement], gaps: Sequence[Gap]) -> ExitCode:
    """Say how the scan ended; any gap at all keeps it from being "nothing found"."""
    outcomes = [judgement.outcome for judgement in judgements]
    if all(isinstance(outcome, NotChecked) for outcome in outcomes):
        return ExitCode.NOT_CHECKED
    if any(finding.severity != Severity.NOTE.name.lower() for finding in _findings(outcomes)):
        return ExitCode.FOUND
    if gaps or any(isinstance(outcome, NotChecked) for outcome in outcomes):
        return ExitCode.INCOMPLETE
    return ExitCode.NOTHING_FOUND


def _findings(outcomes: Iterable[Outcome]) -> Iterable[Finding]:
    """Every finding of these outcomes."""
    for outcome in outcomes:
        if isinstance(outcome, Found):
            yield from outcome.findings


def plan(
    code: ExitCode,
    judgements: Iterable[Judgement],
    gaps: Sequence[Gap],
    advice: Sequence[Advice],
    parts: Container[Part] = tuple(Part),
) -> tuple[Advice, ...]:
    """Choose the steps that are asked for, each once, in the order of safety; `parts` were looked at."""
    named = {id_ for finding in _findings(judgement.outcome for judgement in judgements) for id_ in finding.advice}
    unknown = named - {step.id for step in advice}
    if unknown:
        raise ValueError(f"no such advice: {sorted(unknown)}")
    situations = {When.ALWAYS}
    if code is ExitCode.FOUND:
        situations.add(When.FOUND)
    else:
        situations.add(When.NOTHING_FOUND)
    if gaps:
        situations.add(When.INCOMPLETE)
    unseen = {_part(gap) for gap in gaps}

    def fits(step: Advice) -> bool:
        return step.part is None or step.part in (unseen if step.when is When.INCOMPLETE else parts)

    steps = [step for step in advice if step.id in named or (step.when in situations and fits(step))]
    return tuple(sorted(steps, key=lambda step: (step.order, step.id)))


def _part(gap: Gap) -> Part:
    """Say what a gap is in: a computer, what a person was asked, or a phone."""
    if gap.fact.startswith(f"{Part.COMPUTER}-"):
        return Part.COMPUTER
    return Part.ACCOUNTS if gap.fact in {*TopicKind, *ExportFact} else Part.PHONE


def make_report(  # noqa: PLR0913 - what a report is made of
    snapshot: Snapshot,
    checks: Sequence[Check],
    loaded: LoadedList,
    advice: Sequence[Advice],
    words: Words,
    *,
    demonstration: bool = False,
    country: Country | None = None,
) -> Report:
    """Judge a snapshot and put the result document together."""
    judgements = judge(snapshot, checks, loaded.signatures, words)
    code = exit_code(judgements, snapshot.gaps)
    reasons = {(gap.fact, gap.user, app): gap.reason for gap in snapshot.gaps for app in gap.apps or ("",)}
    return Report(
        schema=REPORT_SCHEMA,
        tool=__version__,
        demonstration=demonstration,
        taken=snapshot.taken,
        exit_code=int(code),
        subject=_subject(snapshot, words),
        list=list_info(snapshot.taken, loaded),
        judgements=judgements,
        missing=tuple(_missing(gap, snapshot, checks, words) for gap in snapshot.gaps),
        country=country,
        plan=plan(code, judgements, snapshot.gaps, advice, [p for p in Part if getattr(snapshot, p) is not None]),
        ledger=tuple(
            LedgerLine(
                fact=answer.question.fact,
                user=answer.question.user,
                app=answer.question.app,
                command=answer.question.command,
                answer=reasons.get((answer.question.fact, answer.question.user, answer.question.app), answer.end).value,
                exit=answer.exit,
                bytes=len(answer.output),
                seconds=answer.seconds,
            )
            for answer in snapshot.answers
        )
        + _told(snapshot.accounts),
    )


def _told(accounts: Accounts | None) -> tuple[LedgerLine, ...]:
    """List what a person was asked, and what they said."""
    return tuple(
        LedgerLine(
            fact=item.id,
            user=None,
            app="",
            command=item.text,
            answer=accounts.answers[item.id].value,
            exit=None,
            bytes=0,
            seconds=0.0,
        )
        for topic in (accounts.topics if accounts else ())
        for item in topic.items
        if accounts and item.id in accounts.answers
    )


def _missing(gap: Gap, snapshot: Snapshot, checks: Sequence[Check], words: Words) -> Missing:
    """Write a gap in a whole sentence, and name the checks that it leaves open."""
    user = next((u for u in snapshot.phone.users if u.number == gap.user), None) if snapshot.phone else None
    whose = fill(words.labels["gap-of-user"], {"user": _user_name(user, words)}) if user else ""
    if gap.apps:
        more = len(gap.apps) - _MOST_NAMED
        named = {"apps": ", ".join(gap.apps[:_MOST_NAMED]), "more": more}
        whose += fill(words.labels["gap-of-apps-more" if more > 0 else "gap-of-apps"], named)
    about = fill(words.labels["gap-about"], {"about": gap.about}) if gap.about else ""
    key = f"computer-{gap.reason}" if _part(gap) is Part.COMPUTER else gap.reason.value
    sentence = fill(words.gaps[key], {"what": words.facts[gap.fact] + whose + about, "file": gap.detail})
    if gap.reason is GapReason.UNREADABLE and (hint := words.labels.get(f"hint-{gap.fact}")):
        sentence += f" {hint}"
    return Missing(
        gap=gap,
        sentence=sentence[0].upper() + sentence[1:],
        checks=tuple(words.checks[check.id].title for check in checks if gap.fact in check.needs),
    )


def _user_name(user: User, words: Words) -> str:
    """What people call a user of the phone."""
    label = "user-main" if user.number == 0 else "user-named" if user.name not in {"", "null"} else "user-unnamed"
    return fill(words.labels[label], {"name": user.name, "number": user.number})


def _subject(snapshot: Snapshot, words: Words) -> Subject:
    """Say what was looked at."""
    phone, computer, accounts = snapshot.phone, snapshot.computer, snapshot.accounts
    names = [_machine(machine) for machine in computer.machine] if computer else []
    return Subject(
        maker=phone.identity.maker if phone else "",
        model=phone.identity.model if phone else "",
        android=phone.identity.android if phone else "",
        patch=phone.identity.patch if phone else "",
        clock=phone.clock if phone else None,
        users=tuple(_user_name(user, words) for user in phone.users) if phone else (),
        apps=len(phone.packages) if phone else 0,
        phone=phone is not None,
        topics=tuple(topic.name for topic in accounts.topics) if accounts else (),
        downloads=tuple(export.service.capitalize() for export in accounts.exports) if accounts else (),
        computer=(names or [words.labels["computer-not-known"]])[0] if computer else "",
        managers=tuple(_managers(computer, words)) if computer else (),
    )


def _machine(machine: Machine) -> str:
    return machine.name if machine.version in machine.name else f"{machine.name} {machine.version}"


def _managers(computer: ThisComputer, words: Words) -> Iterable[str]:
    """Say who manages the whole computer; rules for a browser alone are told among the findings."""
    for kind in (ManagerKind.WORK, ManagerKind.CHILD, ManagerKind.TOOL):
        names = ", ".join(dict.fromkeys(one.name for one in computer.managers if one.kind is kind))
        if names:
            yield fill(words.labels[f"manager-{kind}"], {"names": names})
    if others := computer.run_by:
        yield fill(words.labels["manager-person"], {"names": ", ".join(one.name for one in others)})


def list_info(taken: datetime, loaded: LoadedList) -> ListInfo:
    """Say with which list was looked, and how old it was then."""
    listed, own = loaded.signatures.listed, loaded.signatures.own
    return ListInfo(
        version=listed.version,
        issued=listed.issued,
        age_days=max(0, (taken.date() - (loaded.origin.confirmed or listed.issued)).days),
        families=listed.on_phones,
        on_computers=listed.on_computers,
        packages=len(listed.packages),
        digest=loaded.digest[:_DIGITS],
        credits=tuple(
            sorted({source.credit for list_ in (listed, own) if list_ for source in list_.sources.values()} - {""})
        ),
        own=OwnListInfo(
            name=own.name,
            version=own.version,
            issued=own.issued,
            families=own.on_phones,
            on_computers=own.on_computers,
            packages=len(own.packages),
            digest=loaded.own_digest[:_DIGITS],
        )
        if own
        else None,
        origin=loaded.origin,
    )
