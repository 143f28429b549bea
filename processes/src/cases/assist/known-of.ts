import { materialView } from '../../matters/material-view.ts'
import { listMatters } from '../../matters/list-matters.ts'
import { dayOf } from '../../clock/index.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { prefillFor, type Prefill } from '../prefill.ts'
import { reusableFor } from '../reuse.ts'
import { wantedMatter } from '../submit.ts'
import type { MaterialView, MatterSummary, ReusableView } from '../views.ts'
import { applicantById, applicantView, record, type ApplicantView } from './applicants.ts'
import { POWER_OF_ATTORNEY, withPowerOfAttorney } from './power-of-attorney.ts'
import { assertAssists, assertAtWindow, assistedOf } from './rights.ts'

/** What a clerk begins with when he enters an application for somebody. */
export interface AssistedStart {
  applicant: ApplicantView
  prefill: Prefill
  reusable: ReusableView[]
  /** Asked for where he comes through a proxy. */
  powerOfAttorney: MaterialView
}

/**
 * What the county knows of the applicant for this matter, as he himself would see it. That a clerk saw it is in the log.
 * @throws CaseError NOT_FOUND, MATTER_NOT_OPEN, APPLICANT_UNKNOWN; NOT_AUTHORIZED
 */
export async function startAssisted(
  context: CaseContext,
  caller: Caller,
  { applicantId, matterKey }: { applicantId: string; matterKey: string },
): Promise<AssistedStart> {
  const matter = await wantedMatter(context, caller.tenantId, { matterKey })
  await assertAssists(context, caller, matter.matter)
  const found = await applicantById(context, caller.tenantId, applicantId)
  const applicant = { ...(await context.tenants.users.caller(caller.tenantId, found.user.id)), posts: [] }
  const [prefill, reusable] = [await prefillFor(context, applicant, matter), await reusableFor(context, applicant, matter)]
  await record(context, caller, 'applicant.data-used', found.user.id, { matter: matter.matter.key })
  const paper = withPowerOfAttorney(matter.matter).materials.find(({ key }) => key === POWER_OF_ATTORNEY)!
  return { applicant: applicantView(found), prefill, reusable, powerOfAttorney: materialView(paper, matter.matter) }
}

/** The matters that the caller may enter applications for, on this day. @throws NOT_AUTHORIZED */
export async function assistedMatters(context: CaseContext, caller: Caller): Promise<MatterSummary[]> {
  await assertAtWindow(context, caller)
  const found = await context.matters.listOn(context.database, caller.tenantId, dayOf(context.clock()))
  const taken = await assistedOf(
    context,
    caller,
    found.map(({ matter }) => matter),
  )
  return (await listMatters(context, caller)).items.filter(
    ({ key, closed, isInternal }) => taken.has(key) && closed === null && !isInternal,
  )
}
