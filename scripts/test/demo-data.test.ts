import { ABSENCE_KINDS } from '@fotfeste/domain/introduction/absence-kind.ts'
import { isAccountNumber } from '@fotfeste/domain/values/account-number.ts'
import { identityNumberKind } from '@fotfeste/domain/values/identity-number.ts'
import { month } from '@fotfeste/domain/values/month.ts'
import t from 'tap'
import {
  absences,
  attendanceOf,
  guides,
  households,
  members,
  participants,
  programmeDays,
  referrals,
} from '../demo/data.ts'

const keys = new Set(members.map(({ key }) => key))
const MONTHS = ['2026-04', '2026-05', '2026-06'].map(month)

t.test(
  'nobody in the demo is real: numbers are of the synthetic series, accounts of no bank',
  (t) => {
    const startOf = (birthDate: string) => {
      const [year = 0, month_ = 0, day = 0] = birthDate.split('-').map(Number)
      const parts = [day, month_ + 80, year % 100]
      return parts.map((part) => String(part).padStart(2, '0')).join('')
    }
    const wrong = members.filter(
      ({ nationalNumber, birthDate }) =>
        identityNumberKind(nationalNumber) !== 'synthetic' ||
        !nationalNumber.startsWith(startOf(birthDate)),
    )
    t.same(wrong, [], 'synthetic, and of the birth date')
    const numbers = members.map(({ nationalNumber }) => nationalNumber)
    t.equal(new Set(numbers).size, numbers.length, 'each number once')
    const accounts = participants.map(({ account }) => account)
    t.ok(accounts.every((account) => isAccountNumber(account) && account.startsWith('0000')))
    t.equal(new Set(accounts).size, accounts.length, 'each account once')
    t.end()
  },
)

t.test('the files hold together', (t) => {
  t.equal(keys.size, members.length, 'each person once')
  const used = [...participants, ...absences, ...referrals]
  t.same(
    used.filter(({ key }) => !keys.has(key)),
    [],
    'everybody named is in a household',
  )
  t.equal(new Set(participants.map(({ key }) => key)).size, participants.length)
  const backwards = households.filter(({ case: dates }) => {
    const { proposedOn, acceptedOn, housingFoundOn, settledOn } = dates
    const order = [proposedOn, acceptedOn, housingFoundOn, settledOn]
    return order.join() !== order.toSorted().join()
  })
  t.same(backwards, [], 'each case goes forward')
  t.equal(guides.length, 13)
  t.end()
})

t.test('the demo shows what it promises', (t) => {
  t.equal(households.length, 60)
  t.ok(members.length >= 105 && members.length <= 115)
  t.equal(members.filter(({ protection }) => protection !== 'none').length, 2)
  t.equal(members.filter(({ permitGrantedOn }) => (permitGrantedOn ?? '') < '2021').length, 3)
  t.ok(
    members.some(({ relation }) => relation === 'other'),
    'unaccompanied minors',
  )
  const kinds = new Set(absences.map(({ kind }) => kind))
  t.same([...kinds].sort(), [...ABSENCE_KINDS].sort(), 'every kind of absence')
  const days = participants.flatMap((person) => MONTHS.flatMap((of) => programmeDays(person, of)))
  t.ok(days.length > 3_500 && days.length < 3_700, `${days.length} days of attendance`)
  t.end()
})

t.test('an absence falls on programme days and adds up with the time present', (t) => {
  const days = participants.flatMap((person) =>
    MONTHS.flatMap((of) => attendanceOf(person, of).map((one) => ({ key: person.key, ...one }))),
  )
  const wrong = days.filter(({ plannedMinutes, presentMinutes, absences: missed }) => {
    const absent = missed.reduce((sum, { minutes }) => sum + minutes, 0)
    return presentMinutes < 0 || presentMinutes + absent !== plannedMinutes
  })
  t.same(wrong, [])
  const shown = new Set(
    days.flatMap(({ key, absences: missed }) => missed.map(({ kind }) => `${key} ${kind}`)),
  )
  t.same(
    absences.filter(({ key, kind }) => !shown.has(`${key} ${kind}`)),
    [],
    'no absence of the file is lost',
  )
  t.end()
})
