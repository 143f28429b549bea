import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FormSchema } from '@lianban/forms'
import { z } from 'zod'
import { withPartials } from '../documents/index.ts'
import { Manifest } from '../manifest.ts'
import { Rule } from '../supervision/rules/rule.ts'
import { DocumentVariables } from './document-variables.ts'
import { resolveEntries, type RawEntry } from './matter-entries.ts'

const VARIABLES = 'documents/variables.json'

/** A process package as it lies in its folder, read but not yet checked beyond its shape. */
export interface ProcessPackage {
  folder: string
  manifest: Manifest
  /** File name → BPMN XML. */
  models: Record<string, string>
  /** Form key → schema. */
  forms: Record<string, FormSchema>
  /** Template key → HTML, with the shared pieces of `documents/partials` put in. */
  templates: Record<string, string>
  /** File name → content of the folder `samples`. */
  samples: Record<string, Uint8Array>
  /** What `documents/variables.json` says of the variables of each template. */
  variables: DocumentVariables
  /** What `rules.json` says, the supervision rules that the package brings; [] without one. */
  rules: Rule[]
  /** What `scenarios/coverage.json` says, or null. */
  coverage: unknown
  /** File name → source of the scenario tests. */
  scenarios: Record<string, string>
}

export interface PackageProblem {
  /** File, and place in it. */
  place: string
  code: string
  message: string
}

/** The folder is no process package; every problem is named. */
export class PackageError extends Error {
  readonly code = 'PACKAGE_INVALID'
  readonly problems: PackageProblem[]

  constructor(folder: string, problems: PackageProblem[]) {
    super(`${folder}: ${problems.map(({ place, message }) => `${place}: ${message}`).join('; ')}`)
    this.name = 'PackageError'
    this.problems = problems
  }
}

/**
 * Reads one process package.
 * @throws PackageError if the manifest is missing or malformed, or a JSON file is not JSON
 */
export async function loadPackage(folder: string): Promise<ProcessPackage> {
  const problems: PackageProblem[] = []
  const json = async (file: string): Promise<unknown> => {
    try {
      return JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown
    } catch (error) {
      problems.push({ place: file, code: 'FILE_UNREADABLE', message: (error as Error).message })
      return undefined
    }
  }
  const raw = (await json('manifest.json')) as { matters?: RawEntry[]; themes?: unknown[] } | undefined
  const entries = [...(Array.isArray(raw?.matters) ? raw.matters : [])]
  for (const file of await filesOf(join(folder, 'matters'), '.json')) entries.push((await json(`matters/${file}`)) as RawEntry)
  const matters = problems.length > 0 ? [] : resolveEntries(entries, (problem) => void problems.push(problem))
  const themes = [...(Array.isArray(raw?.themes) ? raw.themes : [])]
  for (const file of await filesOf(join(folder, 'themes'), '.json')) themes.push(await json(`themes/${file}`))
  const manifest = Manifest.safeParse(raw && { ...raw, matters, themes })
  if (!manifest.success && problems.length === 0) problems.push(...problemsIn('manifest.json', 'MANIFEST_INVALID', manifest.error.issues))
  const forms: Record<string, FormSchema> = {}
  for (const file of await filesOf(join(folder, 'forms'), '.json')) forms[keyOf(file)] = (await json(`forms/${file}`)) as FormSchema
  const models = await texts(folder, '.bpmn', (file) => file)
  const partials = await texts(join(folder, 'documents/partials'), '.html', keyOf)
  const documents = await texts(join(folder, 'documents'), '.html', keyOf)
  const templates = Object.fromEntries(Object.entries(documents).map(([key, html]) => [key, withPartials(html, partials)]))
  const variables = DocumentVariables.safeParse((await exists(join(folder, VARIABLES))) ? await json(VARIABLES) : {})
  if (!variables.success) problems.push(...problemsIn(VARIABLES, 'VARIABLES_INVALID', variables.error.issues))
  const samples: Record<string, Uint8Array> = {}
  for (const file of await filesOf(join(folder, 'samples'), '')) samples[file] = await readFile(join(folder, 'samples', file))
  const rules = z.array(Rule).safeParse((await exists(join(folder, 'rules.json'))) ? await json('rules.json') : [])
  if (!rules.success) problems.push(...problemsIn('rules.json', 'RULE_INVALID', rules.error.issues))
  const coverage = (await exists(join(folder, 'scenarios/coverage.json'))) ? await json('scenarios/coverage.json') : null
  const scenarios = await texts(join(folder, 'scenarios'), '.test.ts', (file) => file)
  if (problems.length > 0 || !manifest.success || !rules.success || !variables.success) throw new PackageError(folder, problems)
  return {
    folder,
    manifest: manifest.data,
    models,
    forms,
    templates,
    variables: variables.data,
    samples,
    rules: rules.data,
    coverage,
    scenarios,
  }
}

/** Every package below `root`: each folder that has a manifest, by name. @throws PackageError */
export async function loadPackages(root: string): Promise<ProcessPackage[]> {
  const folders = (await readdir(root)).sort().map((name) => join(root, name))
  const packages: ProcessPackage[] = []
  for (const folder of folders) if (await exists(join(folder, 'manifest.json'))) packages.push(await loadPackage(folder))
  return packages
}

const problemsIn = (file: string, code: string, issues: readonly { path: readonly PropertyKey[]; message: string }[]): PackageProblem[] =>
  issues.map(({ path, message }) => ({ place: `${file} /${path.map(String).join('/')}`, code, message }))

const keyOf = (file: string): string => file.replace(/\.[^.]+$/, '')

async function texts(folder: string, extension: string, name: (file: string) => string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const file of await filesOf(folder, extension)) found[name(file)] = await readFile(join(folder, file), 'utf8')
  return found
}

async function filesOf(folder: string, extension: string): Promise<string[]> {
  if (!(await exists(folder))) return []
  return (await readdir(folder)).filter((file) => file.endsWith(extension)).sort()
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
