import type { FormSchema } from '@lianban/forms'
import { z } from 'zod'
import { withPartials } from '../documents/template.ts'
import { Manifest } from '../manifest.ts'
import { Rule } from '../supervision/rules/rule.ts'
import { DocumentVariables } from './document-variables.ts'
import { resolveEntries, type RawEntry } from './matter-entries.ts'
import { filesIn, type PackageFiles } from './package-files.ts'

const VARIABLES = 'documents/variables.json'
const RULES = 'rules.json'

/** A process package, read but not yet checked beyond its shape. */
export interface ProcessPackage {
  /** What it was read from. */
  files: PackageFiles
  manifest: Manifest
  /** File name → BPMN XML. */
  models: Record<string, string>
  /** File name → DMN XML. */
  decisions: Record<string, string>
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
  /** What `scenarios/coverage.json` of its folder says, or null. */
  coverage: unknown
  /** File name → source of the scenario tests of its folder; null: it comes from no folder and is proved by the cases saved in it. */
  scenarios: Record<string, string> | null
}

export interface PackageProblem {
  /** File, and place in it. */
  place: string
  code: string
  message: string
  /** With a warning it may be deployed. */
  level: 'error' | 'warning'
  /** Element of a model that it is about, where it is about one. */
  elementId?: string
}

/** The folder or the files are no process package; every problem is named. */
export class PackageError extends Error {
  readonly code = 'PACKAGE_INVALID'
  readonly problems: PackageProblem[]

  constructor(name: string, problems: PackageProblem[]) {
    super(`${name}: ${problems.map(({ place, message }) => `${place}: ${message}`).join('; ')}`)
    this.name = 'PackageError'
    this.problems = problems
  }
}

/**
 * Reads a process package from its files.
 * @param name how it is called in the error
 * @throws PackageError if the manifest is missing or malformed, or a JSON file is not JSON
 */
export function readPackage(files: PackageFiles, name = 'package'): ProcessPackage {
  const problems: PackageProblem[] = []
  const report = (problem: Omit<PackageProblem, 'level'>) => void problems.push({ ...problem, level: 'error' })
  const json = (file: string): unknown => {
    try {
      if (files[file] === undefined) throw new Error('there is no such file')
      return JSON.parse(files[file]) as unknown
    } catch (error) {
      report({ place: file, code: 'FILE_UNREADABLE', message: (error as Error).message })
      return undefined
    }
  }
  const all = (folder: string): unknown[] => filesIn(files, folder, '.json').map((file) => json(`${folder}/${file}`))
  const raw = json('manifest.json') as { matters?: RawEntry[]; themes?: unknown[] } | undefined
  const entries = [...(Array.isArray(raw?.matters) ? raw.matters : []), ...(all('matters') as RawEntry[])]
  const matters = problems.length > 0 ? [] : resolveEntries(entries, report)
  const themes = [...(Array.isArray(raw?.themes) ? raw.themes : []), ...all('themes')]
  const manifest = Manifest.safeParse(raw && { ...raw, matters, themes })
  if (!manifest.success && problems.length === 0) issuesIn('manifest.json', 'MANIFEST_INVALID', manifest.error.issues).forEach(report)
  const forms = Object.fromEntries(filesIn(files, 'forms', '.json').map((file) => [keyOf(file), json(`forms/${file}`) as FormSchema]))
  const variables = DocumentVariables.safeParse(files[VARIABLES] === undefined ? {} : json(VARIABLES))
  if (!variables.success) issuesIn(VARIABLES, 'VARIABLES_INVALID', variables.error.issues).forEach(report)
  const rules = z.array(Rule).safeParse(files[RULES] === undefined ? [] : json(RULES))
  if (!rules.success) issuesIn(RULES, 'RULE_INVALID', rules.error.issues).forEach(report)
  if (problems.length > 0 || !manifest.success || !rules.success || !variables.success) throw new PackageError(name, problems)
  return {
    files,
    manifest: manifest.data,
    models: texts(files, '', '.bpmn'),
    decisions: texts(files, '', '.dmn'),
    forms,
    templates: templatesOf(files),
    variables: variables.data,
    samples: Object.fromEntries(filesIn(files, 'samples', '').map((file) => [file, bytesOf(files[`samples/${file}`]!)])),
    rules: rules.data,
    coverage: null,
    scenarios: null,
  }
}

/** Templates by key, with the shared pieces put in. */
function templatesOf(files: PackageFiles): Record<string, string> {
  const partials = texts(files, 'documents/partials', '.html', keyOf)
  return Object.fromEntries(
    Object.entries(texts(files, 'documents', '.html', keyOf)).map(([key, html]) => [key, withPartials(html, partials)]),
  )
}

const issuesIn = (file: string, code: string, issues: readonly { path: readonly PropertyKey[]; message: string }[]) =>
  issues.map(({ path, message }) => ({ place: `${file} /${path.map(String).join('/')}`, code, message }))

/** Also in a browser. */
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

const keyOf = (file: string): string => file.replace(/\.[^.]+$/, '')

const texts = (files: PackageFiles, folder: string, extension: string, name = (file: string): string => file): Record<string, string> =>
  Object.fromEntries(filesIn(files, folder, extension).map((file) => [name(file), files[folder === '' ? file : `${folder}/${file}`]!]))
