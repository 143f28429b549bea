import { type Dice, fillIn, type Hand } from '@lianban/processes/try-out'
import { defaultValues } from '@lianban/forms'
import type { LicenceChoice, MatterDetail } from '@lianban/processes'
import { applicantAnswers } from './answers.ts'
import { firmOf, type Applicant, type Firm } from './applicants.ts'
import type { Browser } from './browser.ts'
import { HABITS } from './conduct.ts'
import { plainPdf } from './papers.ts'
import type { Arrival } from './plan.ts'
import { onePixel } from './pictures.ts'
import type { Town } from './town.ts'

/** The smallest file of a kind that a matter takes, which says what it stands for. */
function fileOf(formats: readonly string[], name: string, { name: person }: Applicant): { name: string; content: Buffer } {
  const kind = formats.find((format) => format === 'pdf') ?? formats[0]!
  const content = kind === 'pdf' ? plainPdf([name, '', `提交人:${person}`, '(演示材料)']) : onePixel(kind)
  return { name: `${name.replace(/[\\/:*?"<>|]/g, '')}.${kind}`, content }
}

interface Application {
  town: Town
  browser: Browser
  applicant: Applicant
  dice: Dice
  matter: MatterDetail
}

/** Hands files in for a material. @returns their ids */
export async function papersFor(
  { browser, applicant }: Pick<Application, 'browser' | 'applicant'>,
  { name, formats }: { name: string; formats: string[] },
): Promise<string[]> {
  const file = fileOf(formats, name, applicant)
  const id = await browser.upload(file.name, file.content)
  return id === null ? [] : [id]
}

/**
 * Somebody applies for a matter, as the pages lead him: guidance, form, materials.
 * @param nth how many applications for it he handed in before
 * @returns false: it cannot be applied for by him now
 */
export async function apply(
  town: Town,
  applicant: Applicant,
  { matter: key, needsLicence, changes = [] }: Arrival,
  nth: number,
): Promise<boolean> {
  const browser = await town.browserOf(applicant.username)
  const dice = town.dice('applies', applicant.username, key, nth)
  const matter = await browser.get<MatterDetail>(`/api/matters/${key}`)
  if (!matter || matter.closed !== null) return false
  let values: Record<string, unknown> | undefined
  if (needsLicence) {
    const choices = await browser.get<{ items: LicenceChoice[] }>(`/api/matters/${key}/licences`)
    const open = (choices?.items ?? []).filter(({ blocked }) => blocked === null)
    if (open.length === 0) return false
    const licence = [...open].sort((a, b) => (a.licenceNo < b.licenceNo ? -1 : 1))[0]!
    values = Object.fromEntries(Object.entries(licence.values).filter(([field]) => !changes.includes(field)))
  }
  return submit({ town, browser, applicant, dice, matter }, firmOf(town.seed, applicant, nth), values)
}

/**
 * A clerk enters an application for somebody who stands at his window.
 * @returns whether it was handed in
 */
export async function submitAt(
  { town, browser, applicant, dice }: Omit<Application, 'matter'>,
  firm: Firm,
  { matter: key, applicantId }: { matter: string; applicantId: string },
): Promise<boolean> {
  const matter = await browser.get<MatterDetail>(`/api/matters/${key}`)
  if (!matter || matter.closed !== null) return false
  const hand: Hand = { dice, now: town.now(), answers: applicantAnswers(applicant, firm), favoursFirst: false, isWorkday: town.isWorkday }
  const form = fillIn({ schema: matter.form.schema, access: matter.access, values: defaultValues(matter.form.schema) }, hand)
  const materials: Record<string, string[]> = {}
  for (const material of matter.materials)
    if (material.requirement !== '非必要') materials[material.key] = await papersFor({ browser, applicant }, material)
  return (await browser.post('/api/window/cases', { matterKey: key, version: matter.version, form, materials, applicantId })) !== null
}

async function submit(application: Application, firm: Firm, values: Record<string, unknown> | undefined): Promise<boolean> {
  const { town, browser, dice, applicant, matter } = application
  const hand: Hand = { dice, now: town.now(), answers: applicantAnswers(applicant, firm), favoursFirst: false, isWorkday: town.isWorkday }
  const form = fillIn({ schema: matter.form.schema, access: matter.access, values: values ?? defaultValues(matter.form.schema) }, hand)
  const commits = matter.commitment !== null && dice.chance(HABITS.commits)
  const submission = {
    matterKey: matter.key,
    version: matter.version,
    form,
    ...(await materialsOf(application, form, commits)),
  }
  // Whether a promise may stand for proofs depends on what was filled in: without it the application is handed in whole.
  const expected = commits ? ['FORM_INVALID'] : []
  const sent = await browser.post('/api/cases', submission, { expected })
  if (sent) town.deeds.done(`case.submitted`)
  if (sent ?? !commits) return sent !== null
  const again = await browser.post('/api/cases', {
    matterKey: matter.key,
    version: matter.version,
    form,
    ...(await materialsOf(application, form, false)),
  })
  if (again) town.deeds.done('case.submitted')
  return again !== null
}

/** What is handed in with the form: new files, papers that the county has, what follows later, what is promised. */
async function materialsOf({ browser, applicant, dice, matter }: Application, form: Record<string, unknown>, commits: boolean) {
  const needs = matter.joint ? await neededByTheme(browser, matter.key, form) : null
  const known = await browser.get<{ items: { materialKey: string; fileId: string }[] }>(`/api/matters/${matter.key}/reusable-materials`)
  const materials: Record<string, string[]> = {}
  const reuse: Record<string, string[]> = {}
  const deferred: string[] = []
  for (const material of matter.materials) {
    const { key, requirement, promisable, deferralText } = material
    if (needs && !needs.has(key)) continue
    if (commits && promisable) continue
    if (requirement === '非必要' && !dice.chance(HABITS.optionalMaterial)) continue
    // Who promises owes nothing besides: what is promised is accepted at once, and what follows later is not.
    if (!commits && deferralText !== null && dice.chance(HABITS.defers)) {
      deferred.push(key)
      continue
    }
    const before = known?.items.find(({ materialKey }) => materialKey === key)
    if (before && dice.chance(HABITS.reuses)) reuse[key] = [before.fileId]
    else materials[key] = await papersFor({ browser, applicant }, material)
  }
  const promised = matter.materials.filter(({ promisable }) => promisable).map(({ key }) => key)
  return { materials, reuse, deferred, ...(commits && { commitment: { agreed: true, materials: promised } }) }
}

/** Keys of the materials that the answers to a theme's questions ask for. */
async function neededByTheme(browser: Browser, key: string, form: Record<string, unknown>): Promise<Set<string>> {
  const needs = await browser.post<{ materials: { key: string }[] }>(`/api/matters/${key}/needs`, { form })
  return new Set((needs?.materials ?? []).map((material) => material.key))
}
