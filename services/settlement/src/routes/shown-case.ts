import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { HeldCase } from '../queries/settlement-cases.ts'

export const noSuchCase = refuse(
  'not-found',
  'The municipality has no settlement case with this id.',
)

/** A settlement case as the answer shows one. */
export const showCase = (held: HeldCase) => ({
  caseId: held.id,
  householdId: held.householdId,
  status: held.status,
  proposedOn: held.proposedOn,
  reference: held.reference,
  answeredOn: held.answeredOn,
  declineReason: held.declineReason,
  housing:
    held.housingFoundOn && held.dwelling
      ? { foundOn: held.housingFoundOn, dwelling: held.dwelling }
      : null,
  members: held.members.map((member) => ({ ...member })),
  corrections: [...held.corrections],
  version: held.version,
  changedAt: held.changedAt,
})

/** Whom the answer shows. */
export const personsOf = ({ members }: Pick<HeldCase, 'members'>) =>
  members.map(({ personId }) => personId)

/** What every event of a case tells. */
export const caseFacts = (held: HeldCase) => ({
  caseId: held.id,
  householdId: held.householdId,
  status: held.status,
  protected: held.protected,
})
