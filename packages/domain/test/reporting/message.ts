import type { AMelding } from '../../src/reporting/a-melding.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'

export const day = plainDate

/** Two persons paid on two days of June 2026: one with back pay, an attachment and tax, one without tax. */
export const message: AMelding = {
  messageId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6f01',
  replaces: null,
  month: month('2026-06'),
  writtenAt: '2026-07-02T09:15:00.000Z',
  reporter: '222121914',
  unit: '222121914',
  withheld: [
    { payDate: day('2026-06-12'), amountOre: ore(313700) },
    { payDate: day('2026-06-19'), amountOre: ore(50000) },
  ],
  taxAttachmentsOre: ore(199800),
  receivers: [
    {
      nationalNumber: '13830197340',
      incomes: [
        { month: month('2026-04'), amountOre: ore(106483) },
        { month: month('2026-05'), amountOre: ore(2275817) },
      ],
      withheldOre: ore(363700),
      taxAttachments: [
        { payDate: day('2026-06-12'), class: 'public-dues', amountOre: ore(149800) },
        { payDate: day('2026-06-12'), class: 'coordinated', amountOre: ore(50000) },
      ],
    },
    {
      nationalNumber: '14919010038',
      incomes: [{ month: month('2026-05'), amountOre: ore(1517212) }],
      withheldOre: ore(0),
      taxAttachments: [],
    },
  ],
}
