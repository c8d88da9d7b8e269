import t from 'tap'
import {
  HAND_OVER_CODES,
  type HandedOver,
  handOverCodes,
  handOverCsv,
} from '../../src/reporting/hand-over.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { PersonId } from '../../src/values/ids.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'

const paid: HandedOver = {
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01' as PersonId,
  month: month('2026-06'),
  payDates: [plainDate('2026-06-12'), plainDate('2026-06-19')],
  months: [
    { month: month('2026-04'), amountOre: ore(106483) },
    { month: month('2026-05'), amountOre: ore(2275817) },
  ],
  grossOre: ore(2382300),
  netOre: ore(2018600),
  isCurrent: true,
}

t.test('the codes are those of KOSTRA 11F and 11CF', async (t) => {
  t.strictSame(HAND_OVER_CODES, { vklo: '6', arbsit: '09', ytelseIntro: '4' })
  t.strictSame(handOverCodes(paid), HAND_OVER_CODES)
})

t.test(
  'main income introduction benefit never stands without the programme (11F K018)',
  async (t) => {
    const back = handOverCodes({ ...paid, isCurrent: false })
    t.strictSame(back, { vklo: null, arbsit: null, ytelseIntro: '4' })
    for (const isCurrent of [true, false]) {
      const { vklo, arbsit } = handOverCodes({ ...paid, isCurrent })
      t.equal(vklo === '6', arbsit === '09')
    }
  },
)

t.test('the CSV has a row for each person and month of benefit', async (t) => {
  const other = { ...paid, payDates: paid.payDates.slice(0, 1), months: paid.months.slice(0, 1) }
  t.strictSame(handOverCsv([paid, { ...other, isCurrent: false }]).split('\r\n'), [
    'personId;month;payDates;benefitMonth;benefit;gross;net;VKLO;ARBSIT;YTELSE_INTRO',
    `${paid.personId};2026-06;2026-06-12 2026-06-19;2026-04;1064,83;23823,00;20186,00;6;09;4`,
    `${paid.personId};2026-06;2026-06-12 2026-06-19;2026-05;22758,17;23823,00;20186,00;6;09;4`,
    `${paid.personId};2026-06;2026-06-12;2026-04;1064,83;23823,00;20186,00;;;4`,
    '',
  ])
})
