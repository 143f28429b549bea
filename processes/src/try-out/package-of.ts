import { parseDecisions, type DecisionModel } from '@lianban/engine'
import type { FormSchema } from '@lianban/forms'
import { withPartials } from '../documents/template.ts'
import { Manifest } from '../manifest.ts'
import { resolveEntries, type RawEntry } from '../packages/matter-entries.ts'
import { TryOutError } from './error.ts'

/** Path in the package's folder → content. */
export type PackageFiles = Readonly<Record<string, string>>

/** What a try-out needs of a process package. */
export interface TryOutPackage {
  manifest: Manifest
  /** File name → BPMN XML. */
  models: Record<string, string>
  forms: Record<string, FormSchema>
  /** Template key → HTML with the shared pieces put in. */
  templates: Record<string, string>
  decisions: DecisionModel[]
  /** Content of `cases/*.json` by file name, as it is there. */
  cases: Record<string, string>
}

interface Found {
  path: string
  code: string
  message: string
}

/** Reads the files of a package. @throws TryOutError PACKAGE_INVALID naming every file that cannot be read */
export function packageOf(files: PackageFiles): TryOutPackage {
  const problems: Found[] = []
  const json = (path: string): unknown => {
    try {
      return JSON.parse(files[path] ?? '') as unknown
    } catch (error) {
      const message = files[path] === undefined ? '文件不存在' : `不是有效的 JSON:${(error as Error).message}`
      problems.push({ path, code: 'FILE_UNREADABLE', message })
      return undefined
    }
  }
  const manifest = manifestOf(files, json, problems)
  const partials = textsIn(files, 'documents/partials', '.html')
  const decisions = Object.entries(textsIn(files, '', '.dmn')).flatMap(([name, xml]) => {
    const parsed = parseDecisions(xml)
    if (parsed.ok) return [parsed.decisions]
    problems.push(...parsed.problems.map(({ code, message }) => ({ path: `${name}.dmn`, code, message })))
    return []
  })
  const forms = Object.keys(textsIn(files, 'forms', '.json')).map((key) => [key, json(`forms/${key}.json`) as FormSchema] as const)
  if (problems.length > 0 || !manifest) throw invalid(problems)
  return {
    manifest,
    models: Object.fromEntries(Object.entries(textsIn(files, '', '.bpmn')).map(([name, xml]) => [`${name}.bpmn`, xml])),
    forms: Object.fromEntries(forms),
    templates: Object.fromEntries(
      Object.entries(textsIn(files, 'documents', '.html')).map(([key, html]) => [key, withPartials(html, partials)]),
    ),
    decisions,
    cases: textsIn(files, 'cases', '.json'),
  }
}

function manifestOf(files: PackageFiles, json: (path: string) => unknown, problems: Found[]): Manifest | null {
  const all = (folder: string): unknown[] => Object.keys(textsIn(files, folder, '.json')).map((key) => json(`${folder}/${key}.json`))
  const raw = json('manifest.json') as { matters?: RawEntry[]; themes?: unknown[] } | undefined
  const entries = [...(raw?.matters ?? []), ...(all('matters') as RawEntry[])]
  const themes = [...(raw?.themes ?? []), ...all('themes')]
  if (!raw || problems.length > 0) return null
  const matters = resolveEntries(entries, ({ place, code, message }) => void problems.push({ path: place, code, message }))
  const parsed = Manifest.safeParse({ ...raw, matters, themes })
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues)
    problems.push({ path: `manifest.json /${path.map(String).join('/')}`, code: 'MANIFEST_INVALID', message })
  return null
}

const invalid = (problems: Found[]): TryOutError =>
  new TryOutError(
    'PACKAGE_INVALID',
    `流程包有 ${problems.length} 处问题,改正以后才能试办:${problems[0]?.path ?? ''} ${problems[0]?.message ?? ''}`,
    problems,
  )

/** Texts directly in a folder, by name without extension, in order of their names. */
function textsIn(files: PackageFiles, folder: string, extension: string): Record<string, string> {
  const prefix = folder === '' ? '' : `${folder}/`
  const names = Object.keys(files).filter(
    (path) => path.startsWith(prefix) && path.endsWith(extension) && !path.slice(prefix.length).includes('/'),
  )
  return Object.fromEntries(names.sort().map((path) => [path.slice(prefix.length, -extension.length), files[path]!]))
}
