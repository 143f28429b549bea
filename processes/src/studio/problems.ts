import { parseDecisions, parseDefinitions } from '@lianban/engine'
import { checkSchema, fieldsOf, sourceOf } from '@lianban/forms'
import { decisionDefinitions, deployments, dictionaries, matters, organs, studioFiles, type Database } from '@lianban/storage'
import { checkLoaded } from '../packages/check-package.ts'
import { deploymentName } from '../packages/deploy-package.ts'
import { PackageError, readPackage, type PackageProblem, type ProcessPackage } from '../packages/read-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import type { Caller } from '@lianban/tenants'
import { flowsTaken, type CaseResult } from '../try-out/index.ts'
import { assertStudio, type StudioContext } from './context.ts'
import { draftRow } from './drafts.ts'
import { problemWords } from './problem-words.ts'
import { namesIn } from './rename.ts'

export interface StudioProblem extends PackageProblem {
  /** What the check says, with the names of the files. */
  detail: string
}

/** Everything that is wrong with a draft. */
export async function draftProblems(context: StudioContext, caller: Caller, id: string): Promise<{ problems: StudioProblem[] }> {
  await assertStudio(context, caller, 'read')
  const row = await draftRow(context, caller.tenantId, id)
  const files = await studioFiles(context.database).get(caller.tenantId, row.files)
  const problems = await problemsOf(context, caller.tenantId, files)
  return { problems: [...problems, ...(await caseProblems(context, caller.tenantId, files))] }
}

/** Saved cases that fail, and flows that none of them takes. */
async function caseProblems({ runCases }: StudioContext, tenantId: string, files: PackageFiles): Promise<StudioProblem[]> {
  const results = await runCases(files, tenantId)
  const failed = results.filter(({ ok }) => !ok).map((result) => failedCase(result))
  // While a case fails, what it would take is not known.
  if (failed.length > 0 || results.length === 0) return failed
  const processPackage = readPackage(files)
  const fileOf = new Map(processPackage.manifest.matters.map(({ process }) => [process.key, process.file]))
  return Object.entries(flowsTaken(files, results)).flatMap(([key, { all, taken }]) => {
    const file = fileOf.get(key)
    if (file === undefined) return []
    const missing = all.filter((flow) => !taken.includes(flow))
    return missing.map((elementId) =>
      inWords(
        { place: `${file} ${elementId}`, code: 'FLOW_NOT_COVERED', message: 'no saved case walks this flow', level: 'warning', elementId },
        processPackage,
      ),
    )
  })
}

const failedCase = ({ file, name, message }: CaseResult): StudioProblem => ({
  ...{ place: file, code: 'CASE_FAILED', level: 'error', detail: message },
  message: `用例“${name}”未通过:${message}`,
})

/** The rules of every package, and what must hold of it in this county. */
export async function problemsOf(
  context: Pick<StudioContext, 'database' | 'tenants' | 'remote'>,
  tenantId: string,
  files: PackageFiles,
): Promise<StudioProblem[]> {
  let processPackage: ProcessPackage
  try {
    processPackage = readPackage(files)
  } catch (error) {
    if (error instanceof PackageError) return error.problems.map((problem) => inWords(problem))
    throw error
  }
  const problems = [...checkLoaded(processPackage), ...(await placeProblems(context, tenantId, processPackage))]
  return problems.map((problem) => inWords(problem, processPackage))
}

const inWords = (problem: PackageProblem, processPackage?: ProcessPackage): StudioProblem => ({
  ...problem,
  message: problemWords(problem, processPackage),
  detail: problem.message,
})

/** Keys that another package has, organs and posts that the county does not have. */
async function placeProblems(
  context: Pick<StudioContext, 'database' | 'tenants' | 'remote'>,
  tenantId: string,
  processPackage: ProcessPackage,
): Promise<PackageProblem[]> {
  const { database, tenants } = context
  const { manifest, files } = processPackage
  const problems: PackageProblem[] = []
  const report = (place: string, code: string, message: string) => void problems.push({ place, code, message, level: 'error' })
  const [owners, known, kinds] = await Promise.all([
    matters(database).owners(tenantId),
    organs(database).list(tenantId),
    tenants.organs.postKinds(tenantId),
  ])
  const named = namesIn(files)
  for (const id of named.organs) if (!known.some((organ) => organ.id === id)) report('manifest.json', 'ORGAN_UNKNOWN', id)
  for (const post of named.posts) if (!kinds.some(({ id }) => id === post)) report('manifest.json', 'POST_UNKNOWN', post)
  for (const { place, source } of await missingSources(context, tenantId, processPackage)) report(place, 'OPTIONS_UNAVAILABLE', source)
  const others = owners.filter(({ package_key }) => package_key !== manifest.key)
  for (const { key } of [...manifest.matters, ...manifest.themes])
    if (others.some((other) => other.key === key)) report(`manifest.json /matters/${key}`, 'MATTER_KEY_TAKEN', key)
  for (const { place, code, key } of await takenKeys(database, tenantId, processPackage)) report(place, code, key)
  // Whoever designs proposes rules of supervision as everybody does: those who supervise confirm them.
  if (processPackage.rules.length > 0)
    problems.push({ place: 'rules.json', code: 'RULES_ELSEWHERE', message: 'rules are not published with a draft', level: 'warning' })
  return problems
}

/** Dictionaries and data services that forms name and the county does not have. */
async function missingSources(
  { database, remote }: Pick<StudioContext, 'database' | 'remote'>,
  tenantId: string,
  { forms }: ProcessPackage,
): Promise<{ place: string; source: string }[]> {
  const known = new Set((await dictionaries(database).list(tenantId)).map(({ key }) => key))
  return Object.entries(forms).flatMap(([key, schema]) =>
    checkSchema(schema).length > 0
      ? []
      : fieldsOf(schema).flatMap(({ path, schema: field }) => {
          const source = sourceOf(field)
          const place = `forms/${key}.json ${path}`
          if (source && 'dictionary' in source && !known.has(source.dictionary)) return [{ place, source: source.dictionary }]
          if (source && 'remote' in source && !remote.services.some(({ name }) => name === source.remote))
            return [{ place, source: source.remote }]
          return []
        }),
  )
}

/** Processes and decisions of the models, whether or not the manifest names them, that others have deployed under the same key. */
async function takenKeys(
  database: Database,
  tenantId: string,
  { manifest, models, decisions }: ProcessPackage,
): Promise<{ place: string; code: string; key: string }[]> {
  const own = deploymentName(manifest.key)
  const processes = Object.entries(models).flatMap(([place, xml]) => {
    const parsed = parseDefinitions(xml)
    return parsed.ok ? parsed.processes.map(({ key }) => ({ place, key })) : []
  })
  const tables = Object.entries(decisions).flatMap(([place, xml]) => {
    const parsed = parseDecisions(xml)
    return parsed.ok ? Object.keys(parsed.decisions.decisions).map((key) => ({ place, key })) : []
  })
  const isForeign = async (deploymentId: string | undefined) =>
    deploymentId !== undefined && (await deployments(database).get(tenantId, deploymentId))?.name !== own
  const taken: { place: string; code: string; key: string }[] = []
  for (const one of processes) {
    const found = await deployments(database).findDefinition({ tenantId, key: one.key })
    if (await isForeign(found?.deployment_id)) taken.push({ ...one, code: 'PROCESS_KEY_TAKEN' })
  }
  for (const one of tables) {
    const found = await decisionDefinitions(database).find({ tenantId, key: one.key })
    if (await isForeign(found?.deployment_id)) taken.push({ ...one, code: 'DECISION_KEY_TAKEN' })
  }
  return taken
}
