import type { FormSchema } from '@lianban/forms'
import { matterEntries, type MatterEntry } from '@lianban/processes/matter-entries'
import type { PackageFiles } from '../../api/studio.ts'
import type { DocumentVariable } from './documents/variable-names.ts'

/* What the tabs of a draft read out of its files. A file that cannot be read is left out: the problems name it. */

const named = (files: PackageFiles, pattern: RegExp): [key: string, content: string][] =>
  Object.keys(files)
    .sort()
    .flatMap((path) => {
      const key = pattern.exec(path)?.[1]
      return key === undefined ? [] : [[key, files[path]!]]
    })

export const modelFiles = (files: PackageFiles): string[] => named(files, /^([\w-]+\.bpmn)$/).map(([key]) => key)
export const decisionFiles = (files: PackageFiles): string[] => named(files, /^([\w-]+\.dmn)$/).map(([key]) => key)
export const documentKeys = (files: PackageFiles): string[] => named(files, /^documents\/([\w-]+)\.html$/).map(([key]) => key)

/** Every form that can be read, by key. */
export function formsIn(files: PackageFiles): { key: string; schema: FormSchema }[] {
  return named(files, /^forms\/([\w-]+)\.json$/).flatMap(([key, content]) => {
    const schema = parsed<FormSchema>(content)
    return schema ? [{ key, schema }] : []
  })
}

interface Users {
  name?: string
  applicationForm?: string
  steps?: { name: string; task: string }[]
  tasks?: Record<string, { form?: string; actions?: { label: string; fields?: string }[] }>
}

/** What a form is called: its title, else by where it is filled in, else its key. */
export function formName(files: PackageFiles, { key, schema }: { key: string; schema: FormSchema }): string {
  if (schema.title) return schema.title
  const matters = mattersIn(files).map(({ matter }) => matter as Users)
  const applied = matters.find(({ applicationForm }) => applicationForm === key)
  if (applied) return matters.length > 1 && applied.name ? `申请表(${applied.name})` : '申请表'
  for (const { tasks = {}, steps = [] } of matters)
    for (const [elementId, { form, actions = [] }] of Object.entries(tasks)) {
      if (form === key) return `${steps.find(({ task }) => task === elementId)?.name ?? '环节'}表`
      const action = actions.find(({ fields }) => fields === key)
      if (action) return `${action.label}填写项`
    }
  return key
}

/** Every matter that can be read; [] while a file is no JSON. */
export function mattersIn(files: PackageFiles): MatterEntry[] {
  try {
    return matterEntries(files)
  } catch {
    return []
  }
}

/** Every theme 一件事 that can be read and is more than in preparation. */
export function themesIn(files: PackageFiles): { key: string; name: string }[] {
  const inManifest = parsed<{ themes?: Theme[] }>(files['manifest.json'] ?? '')?.themes ?? []
  const own = Object.entries(files).flatMap(([path, text]) => (path.startsWith('themes/') ? (parsed<Theme>(text) ?? []) : []))
  return [...inManifest, ...own].flatMap(({ key, name, draft }) => (key && !draft ? [{ key, name: name ?? key }] : []))
}

interface Theme {
  key?: string
  name?: string
  draft?: boolean
}

/** What a template says it is: `{{! title: 准予行政许可决定书 }}`; without that its key. */
export const documentName = (html: string, key: string): string => /\{\{!\s*title:\s*([^}]+?)\s*\}\}/.exec(html)?.[1] ?? key

/** What `documents/variables.json` says of a template: first its own, then those that every template has. */
export function variablesOf(files: PackageFiles, key: string): DocumentVariable[] {
  const said = parsed<{ common?: Described; documents?: Record<string, Described> }>(files['documents/variables.json'] ?? '')
  const list = (described: Described = {}) => Object.entries(described).map(([path, { text, sample }]) => ({ path, text, sample }))
  return [...list(said?.documents?.[key]), ...list(said?.common)]
}

type Described = Record<string, { text: string; sample?: unknown }>

function parsed<T>(content: string): T | null {
  try {
    return JSON.parse(content) as T
  } catch {
    return null
  }
}
