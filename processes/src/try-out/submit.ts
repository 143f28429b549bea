import type { JsonValue } from '@lianban/engine'
import type { JointChildRow } from '@lianban/storage'
import { answersOf, checkNewForm, refuseProblems } from '../cases/forms.ts'
import { commitmentFor, promisedRecord } from '../cases/duties/promised.ts'
import { lowerOrganNamed, type LowerOrgan } from '../cases/first-review.ts'
import { newLine } from '../cases/line.ts'
import { missingMaterials, sparedMaterials } from '../cases/materials-needed.ts'
import { newCase, startVariables } from '../cases/new-case.ts'
import { caseNumbers, documentNumber, receiptVariable } from '../cases/numbers.ts'
import { ACTS } from '../cases/licences/acts.ts'
import { noticeVariable, opening } from '../cases/licences/notice.ts'
import { examinationLimits } from '../cases/limits.ts'
import { dayOf } from '../clock/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import type { CommandOf } from './commands.ts'
import { TryOutError } from './error.ts'
import { filesOf } from './files-of.ts'
import { QUERY_CODE, sampleNumber } from './numbers.ts'
import { plannedParts } from './parts.ts'
import { APPLICANT, callerOf, TENANT } from './people.ts'
import { sampleLicence } from './sample-licence.ts'
import type { Plain, Work } from './work.ts'

/** Id of the case, and of its instance. */
export const CASE_ID = 'case'
/** Who opens a procedure of the organ's own. */
const OPENING_POST = 'handler'

/** 提交申请: form and materials are checked as the case service does, and the process starts. @throws CaseError FORM_INVALID; TryOutError */
export function submit(work: Work, command: CommandOf<'submit'>): void {
  const { setup, state } = work
  const { matter, calendar } = setup
  if (state.file) throw new TryOutError('ALREADY_SUBMITTED', '申请已经提交。要从头试办,请选择“重新开始”')
  const { form, parts } = checkedForm(work, command)
  const at = state.now
  const organ = { id: matter.matter.organ, name: setup.organName(matter.matter.organ) }
  const lower = lowerOrgan(work, form)
  const isExOfficio = matter.matter.licenceAct?.by === 'organ'
  const asked = caseNumbers({
    ...{ tenantId: TENANT, region: setup.region, matter, organId: organ.id, lower, caseId: CASE_ID, at },
    ...{ materials: filesOf(command.materials), receipt: !isExOfficio },
  })
  const caseNo = sampleNumber(work, asked.case)
  const receiptNo = asked.receipt && sampleNumber(work, asked.receipt)
  const row = newCase(calendar, { applicant: callerOf(APPLICANT), matter, form, caseId: CASE_ID, caseNo, organ, at })
  work.change({
    file: {
      ...row,
      instance_id: CASE_ID,
      ...(isExOfficio && { status: 'accepted' as const, ...examinationLimits(matter.matter, at, calendar) }),
    },
    materials: command.materials,
    parts,
    promise: promiseOf(work, command, row.applicant_name),
  })
  if (isExOfficio) openedByOrgan(work)
  else addLine(work, openedLine(matter, organ), { id: APPLICANT.id, name: row.applicant_name })
  if (matter.matter.ledger !== undefined) work.unknown('提交时写入台账,试办中不写入')
  tellUnknown(work)
  work.start(matter.matter.process.key, CASE_ID, {
    ...(startVariables(calendar, {
      matter,
      organ,
      lower,
      opener: organ,
      applicant: { userId: APPLICANT.id },
      form,
      caseId: CASE_ID,
      at,
    }) as Plain),
    byCommitment: command.promised !== undefined,
    caseNo,
    receipt: receiptVariable({ matter, materials: filesOf(command.materials), at }, { receiptNo, queryCode: QUERY_CODE }) as JsonValue,
    ...(isExOfficio && { notice: noticeIn(work) }),
  })
}

const openedLine = ({ matter }: Matter, organ: { name: string }): Line => ({
  type: 'submitted',
  step_name: matter.openedBy ? '申报' : '申请',
  action_text: matter.openedBy ? `${organ.name}提交` : '提交申请',
})

type Line = Pick<Parameters<typeof newLine>[0], 'type' | 'step_name' | 'action_text'>

function addLine(work: Work, line: Line, by: { id: string; name: string }): void {
  const place = { tenant_id: TENANT, case_id: CASE_ID, at: work.state.now }
  work.change({ lines: [...work.state.lines, newLine({ ...place, ...line, actor_id: by.id, actor_name: by.name })] })
}

/** 依职权: an official of the organ opens it, and has no other part in it. */
function openedByOrgan(work: Work): void {
  const { matter, people } = work.setup
  const { label } = ACTS[matter.matter.licenceAct!.act]
  const official = people.holders(work.file.organ_id, OPENING_POST)[0] ?? { id: 'organ', name: work.file.organ_name }
  addLine(work, { type: 'submitted', step_name: '立案', action_text: `依职权启动${label}审查` }, official)
  work.change({ participants: { ...work.state.participants, [opening(matter)]: [official.id] } })
}

function noticeIn(work: Work): JsonValue {
  const { matter } = work.setup
  const { file: row, state } = work
  const at = state.now
  const number = sampleNumber(work, documentNumber({ loaded: { matter, row }, at }, 'statement-notice'))
  return noticeVariable(matter, { licence: sampleLicence(matter, row, dayOf(at)), form: row.form, number, at })
}

function tellUnknown(work: Work): void {
  const { joint, licenceAct } = work.setup.matter.matter
  if (joint && !work.setup.parts) work.unknown('本事项是“一件事”:各事项的子办件在试办中不展开,“各事项均已决定”由您确认')
  if (licenceAct) work.unknown('本事项针对已有的证照:试办用一本有效的示例证照,不核对证照编号和状态,期满默示延续不发生')
}

function checkedForm(
  { setup, state }: Work,
  command: CommandOf<'submit'>,
): { form: Record<string, unknown>; parts: readonly JointChildRow[] } {
  const { matter } = setup
  const { now } = state
  const checked = checkNewForm(formOf(matter, matter.matter.applicationForm), command.form, matter.matter.applicantAccess, now, 'unsure')
  refuseProblems(checked.problems)
  const answers = answersOf(matter, checked.values)
  const { deferred, promised } = command
  const spared = sparedMaterials(matter.matter, answers, { deferred, ...(promised && { commitment: { materials: promised } }) }, now)
  const there = Object.keys(filesOf(command.materials))
  refuseProblems([...spared.problems, ...missingMaterials(matter.matter, { there, form: answers, spared: spared.keys }, now)])
  const plan = plannedParts(setup, { tenant_id: TENANT, id: CASE_ID }, { form: checked.values, answers }, now)
  refuseProblems(plan.problems)
  return { form: checked.values, parts: plan.rows }
}

function lowerOrgan({ setup }: Work, form: Record<string, unknown>): LowerOrgan | null {
  const named = lowerOrganNamed(setup.matter.matter, form)
  return named && { ...named, name: setup.organName(named.id) }
}

function promiseOf({ setup: { matter }, state }: Work, { form, promised }: CommandOf<'submit'>, name: string): Work['state']['promise'] {
  const commitment = promised && commitmentFor(matter.matter, answersOf(matter, form), state.now)
  if (!commitment) return null
  const words = promisedRecord(matter.matter, commitment, promised)
  return { promised: words, paper_no: null, signed_at: state.now, signed_name: name }
}
