import { introductionContracts } from '@fotfeste/contracts/introduction/all.ts'
import { problems } from '@fotfeste/contracts/introduction/problems.ts'
import type { Service } from '@fotfeste/kit/kit.ts'
import type { Config } from './config.ts'
import type { Tables } from './db/tables.gen.ts'
import { followSettlement } from './jobs/follow-settlement.ts'
import { attendance } from './routes/attendance.ts'
import { attendanceBatches } from './routes/attendance-batches.ts'
import { controlTotals } from './routes/control-totals.ts'
import { enrolments } from './routes/enrolments.ts'
import { interruptions } from './routes/interruptions.ts'
import { participants } from './routes/participants.ts'
import { plans } from './routes/plans.ts'
import { programmeFacts } from './routes/programme-facts.ts'
import { programmeSteps } from './routes/programme-steps.ts'
import { timesheetSteps } from './routes/timesheet-steps.ts'
import { timesheets } from './routes/timesheets.ts'

/** The introduction service: who has a right to a programme, what it holds, and each day of it. */
export const introduction: Service<Tables, Config> = {
  name: 'introduction',
  title: 'Fotfeste introduction (introduksjonsprogram)',
  description:
    'Right and duty by the law that holds for each person, the decision on a programme and its length, the plan, ' +
    'attendance day by day, and timesheets that one seals and another approves.',
  version: '1.0.0',
  contracts: introductionContracts,
  problems,
  migrations: new URL('./db/migrations/', import.meta.url),
  routes: [
    participants,
    enrolments,
    programmeSteps,
    interruptions,
    programmeFacts,
    plans,
    attendance,
    attendanceBatches,
    timesheets,
    timesheetSteps,
    controlTotals,
  ],
  jobs: (kit, config) =>
    followSettlement(kit, {
      baseUrl: config.FOTFESTE_SETTLEMENT_URL,
      tokens: config.FOTFESTE_SERVICE_TOKENS,
    }),
}
