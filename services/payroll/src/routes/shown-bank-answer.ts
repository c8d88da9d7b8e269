import type { JudgedEntry } from '@fotfeste/domain/payment/bank-answer.ts'
import type { BankAnswer, BankAnswerHead } from '../queries/bank-answers.ts'

/** An imported answer's head as the answer shows it. */
export function shownBankAnswerHead(answer: BankAnswerHead) {
  const { id: bankAnswerId, kind, messageId, receivedBy, receivedOn, changed, entryCount } = answer
  return { bankAnswerId, kind, messageId, receivedBy, receivedOn, changed, entryCount }
}

const shownEntry = ({ isKroner: _isKroner, ...entry }: JudgedEntry) => entry

/** An imported answer as the answer shows it. */
export const shownBankAnswer = (answer: BankAnswer) => ({
  ...shownBankAnswerHead({ ...answer, entryCount: answer.entries.length }),
  entries: answer.entries.map(shownEntry),
})
