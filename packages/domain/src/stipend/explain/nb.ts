import { norwegianForms } from './norwegian.ts'
import type { Wording } from './wording.ts'

/** Bokmål, in plain words (klarspråk). */
export const nb: Wording = {
  sentences: {
    'benefit-whole-month':
      'Introduksjonsstønad for hele {month}: {amount}. Full stønad er {rate} i måneden: en tolvdel av to ganger grunnbeløpet i folketrygden, som er {baseAmount} fra {baseAmountFrom} ({law}).',
    'benefit-part-of-month':
      'Introduksjonsstønad for {days} i {month}: {amount}. Full stønad er {rate} i måneden: en tolvdel av to ganger grunnbeløpet i folketrygden, som er {baseAmount} fra {baseAmountFrom} ({law}).',
    'benefit-days':
      'Introduksjonsstønad for {days} i {month}: {amount}. Du var ikke i programmet hele måneden, og da teller hver dag, også lørdager og søndager. Full stønad er {rate} for en dag ({law}).',
    'benefit-none':
      'Introduksjonsstønad for {month}: {amount}. Du får ikke stønad for denne måneden på grunn av {leave} ({law}).',
    'leave-days':
      'Trekk for {days} uten stønad, {dates}: {amount}. Årsaken er {leave}. Stønaden for en dag er {rate} ({law}).',
    'leave-rest':
      'I {month} hadde du {leaveDays} uten stønad på grunn av {leave}. Du får {rate} for hver dag som er igjen, til sammen {paidDays}. Derfor trekker vi {amount} ({law}).',
    'leave-given-back':
      'I {month} hadde du {leaveDays} uten stønad på grunn av {leave}. Du får {rate} for hver dag som er igjen, til sammen {paidDays}. Derfor legger vi til {amount} ({law}).',
    'leave-hours':
      'Trekk for {hours} uten stønad, {dates}: {amount}. Årsaken er {leave}. Stønaden for en time er {rate} ({law}).',
    'other-benefit':
      'Du får {benefits} for {month}. Da er introduksjonsstønaden lavere, krone for krone: vi trekker {amount} ({law}).',
    'other-benefit-part':
      'Du får {benefits} for {month}. Da er introduksjonsstønaden lavere for de dagene du har stønad, {days}: vi trekker {amount} ({law}).',
    'transitional-benefit':
      'Du får {paid} i overgangsstønad for {month}. Vi trekker 40 prosent av det som er over {free}, det vil si {amount} ({law}).',
    'work-by-time':
      'Du hadde {hours} lønnet arbeid i programmet. Stønaden er lavere for den tiden: vi trekker {amount}, {rate} for hver time ({law}).',
    'work-by-wage':
      'Du hadde lønnet arbeid i programmet. Lønnen, {wage}, er lavere enn stønaden for den samme tiden. Derfor trekker vi bare det du fikk i lønn: {amount} ({law}).',
    'absence-days':
      'Trekk for {days} med ugyldig fravær, {dates}: {amount}. Stønaden for en dag er {rate} ({law}).',
    'absence-month':
      'Trekk for ugyldig fravær: {amount}. Du var borte alle dagene du hadde program i {month}, og da får du ikke stønad for dem ({law}).',
    'absence-hours':
      'Trekk for {hours} ugyldig fravær, {dates}: {amount}. Stønaden for en time er {rate} ({law}).',
    'difference-more':
      'Vi har regnet ut stønaden for {month} på nytt. Den skulle ha vært {recomputed}, og du hadde fått {paid}. Derfor får du {amount} nå ({law}).',
    'difference-less':
      'Vi har regnet ut stønaden for {month} på nytt. Den skulle ha vært {recomputed}, og du hadde fått {paid}. Vi trekker {amount} av det du har til gode for andre måneder ({law}).',
    'set-off':
      'Du har tidligere fått for mye for {month}. Nå trekker vi {amount} av stønaden din for å gjøre det opp ({law}).',
    attachment:
      'Utleggstrekk for {claim}: {amount}. Vi sender pengene til den som har krav på dem. Du beholder minst {keeps} av utbetalingen ({law}).',
    'tax-table': 'Skatt: {amount}. Vi følger tabell {table} på skattekortet ditt ({law}).',
    'tax-percent':
      'Skatt: {amount}. Vi følger skattekortet ditt, som sier {percent} prosent ({law}).',
    'tax-no-card':
      'Skatt: {amount}. Vi fant ikke noe skattekort for deg, og da må vi trekke {percent} prosent. Bestill skattekort hos Skatteetaten, så retter vi trekket ({law}).',
    'tax-exemption': 'Skatt: {amount}. Du har frikort ({law}).',
    'tax-exemption-used':
      'Skatt: {amount}. Beløpet på frikortet ditt er brukt opp, så vi trekker skatt av resten. Be Skatteetaten om et nytt skattekort ({law}).',
    'tax-other': 'Skatt: {amount} ({law}).',
    'tax-none': 'Skatt: {amount}. Det er ikke regnet ut skatt av denne utbetalingen ({law}).',
    held: 'Vi holder tilbake {amount}. Så mye ugyldig fravær trekker vi ikke uten et eget vedtak, som du kan klage på. Hvis kommunen ikke gjør vedtaket innen fristen, får du pengene ({law}).',
    claim:
      'Du har tidligere fått {amount} for mye. Kommunen kan trekke det i senere utbetalinger eller kreve det tilbake. Du får beskjed før det skjer ({law}).',
    total: 'Utbetalt til deg: {amount} ({law}).',
  },
  additions: {
    'less-because': 'Du får {share} av full stønad fordi {because}.',
    'day-limit': 'For én dag trekker vi aldri mer enn {limit}.',
    'rest-lapses': 'Det var ikke mer stønad å trekke av. Resten faller bort.',
    'all-lapses': 'Det var ingen stønad igjen å trekke av. Trekket faller bort.',
    'held-is-paid':
      'Kommunen gjorde ikke vedtak om trekk for ugyldig fravær i tide, og derfor faller trekket bort.',
    'claim-is-settled': 'Dermed er alt gjort opp.',
    'claim-left': 'Etter dette står {rest} igjen.',
    'tax-back-pay': 'Av etterbetalingen trekker vi {percent} prosent.',
    'tax-half': 'I desember trekker vi halv skatt.',
    'tax-free-month': 'I desember trekker vi ikke skatt.',
    'tax-free-june': 'I juni trekker vi ikke skatt.',
    'tax-wish': 'Du har selv bedt om at vi trekker {extra} mer.',
    'tax-corrected':
      'Vi trakk {corrected} for mye da vi ikke hadde skattekortet ditt, og det får du igjen nå.',
    'tax-january-less':
      'I januar brukte vi skattekortet ditt fra i fjor og trakk {corrected} for mye. Det får du igjen nå.',
    'tax-january-more':
      'I januar brukte vi skattekortet ditt fra i fjor og trakk {corrected} for lite. Det trekker vi nå.',
    'total-of': 'Det er stønad på {gross} minus {less}.',
    'not-paid-yet':
      'Stønaden på {gross} blir utbetalt når det som mangler, er på plass. Spør kommunen hva det er.',
    'changed-more': 'Med disse endringene blir {amount} mer utbetalt til deg.',
    'changed-less': 'Med disse endringene blir {amount} mindre utbetalt til deg.',
    'changed-nothing': 'Med disse endringene får du like mye utbetalt som før.',
  },
  reasons: {
    'no-approved-timesheet':
      'Vi mangler en godkjent timeliste for {month}. Stønaden for den måneden kommer når timelisten er godkjent.',
    'two-timesheets':
      'Det ligger to timelister for {month}. Kommunen må rette det opp før stønaden kan utbetales.',
    'no-payee':
      'Vi mangler kontonummeret ditt. Gi det til kommunen, så får du pengene ved neste utbetaling.',
    'payee-unconfirmed':
      'Kontonummeret ditt er nytt, og kommunen må kontrollere det. Du får pengene ved neste utbetaling etter det.',
    'tax-card-invalid':
      'Skattekortet ditt kan ikke brukes. Kommunen henter det på nytt hos Skatteetaten, og du får pengene ved neste utbetaling etter det.',
    'cannot-be-calculated':
      'Stønaden for {month} kan ikke regnes ut ennå, fordi opplysninger mangler eller ikke stemmer. Kommunen må rette dem.',
  },
  labels: {
    title: 'Lønnsslipp for introduksjonsstønad',
    name: 'Navn',
    'person-id': 'Person-ID',
    'pay-date': 'Utbetalingsdato',
    'payslip-id': 'Lønnsslipp-ID',
    municipality: 'Kommune (organisasjonsnummer)',
    paid: 'Utbetalt til deg',
    'not-paid': 'Ikke utbetalt ennå',
    missing: 'Dette mangler',
    calculation: 'Slik er beløpet regnet ut',
    what: 'Hva',
    amount: 'Beløp',
    gross: 'Stønad før skatt',
    tax: 'Skatt',
    held: 'Holdt tilbake',
    claim: 'For mye utbetalt tidligere',
    changes: 'Hva er endret siden forrige lønnsslipp',
    before: 'Forrige',
    now: 'Nå',
    change: 'Endring',
    'first-payslip': 'Dette er den første lønnsslippen din.',
    'nothing-changed': 'Ingenting er endret siden forrige lønnsslipp.',
    questions: 'Er noe feil, eller lurer du på noe?',
    'questions-text':
      'Ta kontakt med kommunen og oppgi lønnsslipp-ID-en. Du kan få hjelp til å forstå lønnsslippen. Tallene bygger på timelisten din og det du har fortalt kommunen. Si fra hvis noe ikke stemmer.',
    page: 'Side {page} av {pages}',
  },
  lines: {
    'introduction-benefit': 'Introduksjonsstønad',
    'leave-without-benefit': 'Tid uten stønad',
    'other-benefit': 'Andre ytelser',
    'transitional-benefit': 'Overgangsstønad',
    'paid-work-in-programme': 'Lønnet arbeid i programmet',
    'unexcused-absence-days': 'Ugyldig fravær, hele dager',
    'unexcused-absence-hours': 'Ugyldig fravær, timer',
    'retroactive-difference': 'Retting av tidligere måned',
    'set-off': 'Oppgjør av for mye utbetalt',
    attachment: 'Utleggstrekk',
  },
  less: {
    'under-25': 'du er under 25 år',
    'under-25-with-parent': 'du er under 25 år og bor hos foreldrene dine',
    'under-25-without-parent': 'du er under 25 år',
    couple: 'både du og partneren din får stønad og dere ikke har barn',
  },
  leave: {
    'unpaid-leave': 'permisjon uten stønad',
    'parental-leave': 'foreldrepermisjon',
    stop: 'stans i programmet',
    'illness-without-benefit': 'sykdom uten rett til stønad',
    breastfeeding: 'ammefri ut over den tiden du får stønad for',
  },
  benefits: {
    dagpenger: 'dagpenger',
    sykepenger: 'sykepenger',
    foreldrepenger: 'foreldrepenger',
    ufoeretrygd: 'uføretrygd',
    arbeidsavklaringspenger: 'arbeidsavklaringspenger',
    overgangsstoenad: 'overgangsstønad',
    barnetrygd: 'barnetrygd',
    kontantstoette: 'kontantstøtte',
  },
  attachments: {
    maintenance: 'barnebidrag eller annet bidrag',
    'crime-compensation': 'erstatning etter en straffbar handling',
    fine: 'en bot',
    'public-dues': 'skatt eller avgift',
    other: 'et annet krav',
    coordinated: 'samlede krav hos Skatteetaten',
  },
  forms: norwegianForms({
    countOfDays: (count) => (count === 1 ? '1 dag' : `${count} dager`),
    hours: (hours, minutes) =>
      [
        ...(hours > 0 || minutes === 0 ? [hours === 1 ? '1 time' : `${hours} timer`] : []),
        ...(minutes > 0 ? [minutes === 1 ? '1 minutt' : `${minutes} minutter`] : []),
      ].join(' og '),
    laws: [],
  }),
}
