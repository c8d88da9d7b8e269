import type { Contract } from '../contract.ts'
import {
  correctAttendance,
  getAttendanceDay,
  importAttendance,
  listAttendance,
  recordAttendance,
} from './attendance.ts'
import { getControlTotals } from './control-totals.ts'
import {
  addInterruption,
  createEnrolment,
  endEnrolment,
  extendEnrolment,
  getEnrolment,
  listEnrolments,
  registerHousehold,
  startEnrolment,
} from './enrolments.ts'
import { changeInterruption, getInterruption, withdrawInterruption } from './interruptions.ts'
import {
  getAssessment,
  getParticipant,
  listParticipants,
  registerEmployment,
} from './participants.ts'
import { getPlan, putPlan } from './plans.ts'
import {
  approveTimesheet,
  correctTimesheet,
  getTimesheet,
  listTimesheets,
  registerIncome,
  sealTimesheet,
} from './timesheets.ts'

/** Every operation of the introduction service. */
export const introductionContracts: readonly Contract[] = [
  listParticipants,
  getParticipant,
  getAssessment,
  registerEmployment,
  createEnrolment,
  listEnrolments,
  getEnrolment,
  startEnrolment,
  extendEnrolment,
  addInterruption,
  getInterruption,
  changeInterruption,
  withdrawInterruption,
  registerHousehold,
  endEnrolment,
  putPlan,
  getPlan,
  recordAttendance,
  importAttendance,
  correctAttendance,
  getAttendanceDay,
  listAttendance,
  listTimesheets,
  getTimesheet,
  registerIncome,
  sealTimesheet,
  approveTimesheet,
  correctTimesheet,
  getControlTotals,
]
