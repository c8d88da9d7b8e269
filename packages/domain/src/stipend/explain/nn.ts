import { norwegianForms } from './norwegian.ts'
import type { Wording } from './wording.ts'

/** Nynorsk, i klart språk. */
export const nn: Wording = {
  sentences: {
    'benefit-whole-month':
      'Introduksjonsstønad for heile {month}: {amount}. Full stønad er {rate} i månaden: ein tolvdel av to gonger grunnbeløpet i folketrygda, som er {baseAmount} frå {baseAmountFrom} ({law}).',
    'benefit-part-of-month':
      'Introduksjonsstønad for {days} i {month}: {amount}. Full stønad er {rate} i månaden: ein tolvdel av to gonger grunnbeløpet i folketrygda, som er {baseAmount} frå {baseAmountFrom} ({law}).',
    'benefit-days':
      'Introduksjonsstønad for {days} i {month}: {amount}. Du var ikkje i programmet heile månaden, og då tel kvar dag, også laurdagar og søndagar. Full stønad er {rate} for ein dag ({law}).',
    'benefit-none':
      'Introduksjonsstønad for {month}: {amount}. Du får ikkje stønad for denne månaden på grunn av {leave} ({law}).',
    'leave-days':
      'Trekk for {days} utan stønad, {dates}: {amount}. Årsaka er {leave}. Stønaden for ein dag er {rate} ({law}).',
    'leave-rest':
      'I {month} hadde du {leaveDays} utan stønad på grunn av {leave}. Du får {rate} for kvar dag som er att, til saman {paidDays}. Difor trekkjer vi {amount} ({law}).',
    'leave-given-back':
      'I {month} hadde du {leaveDays} utan stønad på grunn av {leave}. Du får {rate} for kvar dag som er att, til saman {paidDays}. Difor legg vi til {amount} ({law}).',
    'leave-hours':
      'Trekk for {hours} utan stønad, {dates}: {amount}. Årsaka er {leave}. Stønaden for ein time er {rate} ({law}).',
    'other-benefit':
      'Du får {benefits} for {month}. Då er introduksjonsstønaden lågare, krone for krone: vi trekkjer {amount} ({law}).',
    'other-benefit-part':
      'Du får {benefits} for {month}. Då er introduksjonsstønaden lågare for dei dagane du har stønad, {days}: vi trekkjer {amount} ({law}).',
    'transitional-benefit':
      'Du får {paid} i overgangsstønad for {month}. Vi trekkjer 40 prosent av det som er over {free}, det vil seie {amount} ({law}).',
    'work-by-time':
      'Du hadde {hours} lønt arbeid i programmet. Stønaden er lågare for den tida: vi trekkjer {amount}, {rate} for kvar time ({law}).',
    'work-by-wage':
      'Du hadde lønt arbeid i programmet. Løna, {wage}, er lågare enn stønaden for den same tida. Difor trekkjer vi berre det du fekk i løn: {amount} ({law}).',
    'absence-days':
      'Trekk for {days} med ugyldig fråvær, {dates}: {amount}. Stønaden for ein dag er {rate} ({law}).',
    'absence-month':
      'Trekk for ugyldig fråvær: {amount}. Du var borte alle dagane du hadde program i {month}, og då får du ikkje stønad for dei ({law}).',
    'absence-hours':
      'Trekk for {hours} ugyldig fråvær, {dates}: {amount}. Stønaden for ein time er {rate} ({law}).',
    'difference-more':
      'Vi har rekna ut stønaden for {month} på nytt. Han skulle ha vore {recomputed}, og du hadde fått {paid}. Difor får du {amount} no ({law}).',
    'difference-less':
      'Vi har rekna ut stønaden for {month} på nytt. Han skulle ha vore {recomputed}, og du hadde fått {paid}. Vi trekkjer {amount} av det du har til gode for andre månader ({law}).',
    'set-off':
      'Du har tidlegare fått for mykje for {month}. No trekkjer vi {amount} av stønaden din for å gjere det opp ({law}).',
    attachment:
      'Utleggstrekk for {claim}: {amount}. Vi sender pengane til den som har krav på dei. Du får behalde minst {keeps} av utbetalinga ({law}).',
    'tax-table': 'Skatt: {amount}. Vi følgjer tabell {table} på skattekortet ditt ({law}).',
    'tax-percent':
      'Skatt: {amount}. Vi følgjer skattekortet ditt, som seier {percent} prosent ({law}).',
    'tax-no-card':
      'Skatt: {amount}. Vi fann ikkje noko skattekort for deg, og då må vi trekkje {percent} prosent. Bestill skattekort hos Skatteetaten, så rettar vi trekket ({law}).',
    'tax-exemption': 'Skatt: {amount}. Du har frikort ({law}).',
    'tax-exemption-used':
      'Skatt: {amount}. Beløpet på frikortet ditt er brukt opp, så vi trekkjer skatt av resten. Be Skatteetaten om eit nytt skattekort ({law}).',
    'tax-other': 'Skatt: {amount} ({law}).',
    'tax-none': 'Skatt: {amount}. Det er ikkje rekna ut skatt av denne utbetalinga ({law}).',
    held: 'Vi held tilbake {amount}. Så mykje ugyldig fråvær trekkjer vi ikkje utan eit eige vedtak, som du kan klage på. Dersom kommunen ikkje gjer vedtaket innan fristen, får du pengane ({law}).',
    claim:
      'Du har tidlegare fått {amount} for mykje. Kommunen kan trekkje det i seinare utbetalingar eller krevje det tilbake. Du får beskjed før det skjer ({law}).',
    total: 'Utbetalt til deg: {amount} ({law}).',
  },
  additions: {
    'less-because': 'Du får {share} av full stønad fordi {because}.',
    'day-limit': 'For éin dag trekkjer vi aldri meir enn {limit}.',
    'rest-lapses': 'Det var ikkje meir stønad å trekkje av. Resten fell bort.',
    'all-lapses': 'Det var ingen stønad att å trekkje av. Trekket fell bort.',
    'held-is-paid':
      'Kommunen gjorde ikkje vedtak om trekk for ugyldig fråvær i tide, og difor fell trekket bort.',
    'claim-is-settled': 'Dermed er alt gjort opp.',
    'claim-left': 'Etter dette står det att {rest}.',
    'tax-back-pay': 'Av etterbetalinga trekkjer vi {percent} prosent.',
    'tax-half': 'I desember trekkjer vi halv skatt.',
    'tax-free-month': 'I desember trekkjer vi ikkje skatt.',
    'tax-free-june': 'I juni trekkjer vi ikkje skatt.',
    'tax-wish': 'Du har sjølv bede om at vi trekkjer {extra} meir.',
    'tax-corrected':
      'Vi trekte {corrected} for mykje då vi ikkje hadde skattekortet ditt, og det får du att no.',
    'tax-january-less':
      'I januar brukte vi skattekortet ditt frå i fjor og trekte {corrected} for mykje. Det får du att no.',
    'tax-january-more':
      'I januar brukte vi skattekortet ditt frå i fjor og trekte {corrected} for lite. Det trekkjer vi no.',
    'total-of': 'Det er stønad på {gross} minus {less}.',
    'not-paid-yet':
      'Stønaden på {gross} blir utbetalt når det som manglar, er på plass. Spør kommunen kva det er.',
    'changed-more': 'Med desse endringane blir {amount} meir utbetalt til deg.',
    'changed-less': 'Med desse endringane blir {amount} mindre utbetalt til deg.',
    'changed-nothing': 'Med desse endringane får du like mykje utbetalt som før.',
  },
  reasons: {
    'no-approved-timesheet':
      'Vi manglar ei godkjend timeliste for {month}. Stønaden for den månaden kjem når timelista er godkjend.',
    'two-timesheets':
      'Det ligg to timelister for {month}. Kommunen må rette det opp før stønaden kan betalast ut.',
    'no-payee':
      'Vi manglar kontonummeret ditt. Gi det til kommunen, så får du pengane ved neste utbetaling.',
    'payee-unconfirmed':
      'Kontonummeret ditt er nytt, og kommunen må kontrollere det. Du får pengane ved neste utbetaling etter det.',
    'tax-card-invalid':
      'Skattekortet ditt kan ikkje brukast. Kommunen hentar det på nytt hos Skatteetaten, og du får pengane ved neste utbetaling etter det.',
    'cannot-be-calculated':
      'Stønaden for {month} kan ikkje reknast ut enno, fordi opplysningar manglar eller ikkje stemmer. Kommunen må rette dei.',
  },
  labels: {
    title: 'Lønsslipp for introduksjonsstønad',
    name: 'Namn',
    'person-id': 'Person-ID',
    'pay-date': 'Utbetalingsdato',
    'payslip-id': 'Lønsslipp-ID',
    municipality: 'Kommune (organisasjonsnummer)',
    paid: 'Utbetalt til deg',
    'not-paid': 'Ikkje utbetalt enno',
    missing: 'Dette manglar',
    calculation: 'Slik er beløpet rekna ut',
    what: 'Kva',
    amount: 'Beløp',
    gross: 'Stønad før skatt',
    tax: 'Skatt',
    held: 'Halde tilbake',
    claim: 'For mykje utbetalt tidlegare',
    changes: 'Kva er endra sidan førre lønsslipp',
    before: 'Førre',
    now: 'No',
    change: 'Endring',
    'first-payslip': 'Dette er den første lønsslippen din.',
    'nothing-changed': 'Ingenting er endra sidan førre lønsslipp.',
    questions: 'Er noko feil, eller lurer du på noko?',
    'questions-text':
      'Ta kontakt med kommunen og oppgi lønsslipp-ID-en. Du kan få hjelp til å forstå lønsslippen. Tala byggjer på timelista di og det du har fortalt kommunen. Sei frå dersom noko ikkje stemmer.',
    page: 'Side {page} av {pages}',
  },
  lines: {
    'introduction-benefit': 'Introduksjonsstønad',
    'leave-without-benefit': 'Tid utan stønad',
    'other-benefit': 'Andre ytingar',
    'transitional-benefit': 'Overgangsstønad',
    'paid-work-in-programme': 'Lønt arbeid i programmet',
    'unexcused-absence-days': 'Ugyldig fråvær, heile dagar',
    'unexcused-absence-hours': 'Ugyldig fråvær, timar',
    'retroactive-difference': 'Retting av tidlegare månad',
    'set-off': 'Oppgjer av for mykje utbetalt',
    attachment: 'Utleggstrekk',
  },
  less: {
    'under-25': 'du er under 25 år',
    'under-25-with-parent': 'du er under 25 år og bur hos foreldra dine',
    'under-25-without-parent': 'du er under 25 år',
    couple: 'både du og partnaren din får stønad og de ikkje har barn',
  },
  leave: {
    'unpaid-leave': 'permisjon utan stønad',
    'parental-leave': 'foreldrepermisjon',
    stop: 'stans i programmet',
    'illness-without-benefit': 'sjukdom utan rett til stønad',
    breastfeeding: 'ammefri ut over den tida du får stønad for',
  },
  benefits: {
    dagpenger: 'dagpengar',
    sykepenger: 'sjukepengar',
    foreldrepenger: 'foreldrepengar',
    ufoeretrygd: 'uføretrygd',
    arbeidsavklaringspenger: 'arbeidsavklaringspengar',
    overgangsstoenad: 'overgangsstønad',
    barnetrygd: 'barnetrygd',
    kontantstoette: 'kontantstøtte',
  },
  attachments: {
    maintenance: 'barnebidrag eller anna bidrag',
    'crime-compensation': 'erstatning etter ei straffbar handling',
    fine: 'ei bot',
    'public-dues': 'skatt eller avgift',
    other: 'eit anna krav',
    coordinated: 'samla krav hos Skatteetaten',
  },
  forms: norwegianForms({
    countOfDays: (count) => (count === 1 ? '1 dag' : `${count} dagar`),
    hours: (hours, minutes) =>
      [
        ...(hours > 0 || minutes === 0 ? [hours === 1 ? '1 time' : `${hours} timar`] : []),
        ...(minutes > 0 ? [minutes === 1 ? '1 minutt' : `${minutes} minutt`] : []),
      ].join(' og '),
    laws: [
      [/loven\b/g, 'lova'],
      [/forskriften\b/g, 'forskrifta'],
    ],
  }),
}
