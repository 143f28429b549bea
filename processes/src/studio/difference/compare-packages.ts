import type { FormSchema } from '@lianban/forms'
import type { PackageFiles } from '../../packages/package-files.ts'
import { PackageError, readPackage, type ProcessPackage } from '../../packages/read-package.ts'
import { compareFormFields } from './compare-forms.ts'
import { compareMatters } from './compare-matters.ts'
import { compareModels, type ChangedElements, type ModelChange } from './compare-models.ts'
import { changedLines, lineWords } from './compare-texts.ts'
import type { DifferenceWord } from './words.ts'

export interface PackageDifference {
  words: DifferenceWord[]
  /** By file. */
  elements: Record<string, ChangedElements>
  /** Models that can be put beside each other, by file: the XML of the first state, and what differs element by element. */
  models: Record<string, { before: string; changes: ModelChange[] }>
}

type Area = DifferenceWord['area']
const MAX_LINES_SAID = 20

/** What differs between two states of a package. A file that cannot be read differs as a whole. */
export async function comparePackages(before: PackageFiles, after: PackageFiles): Promise<PackageDifference> {
  const difference: PackageDifference = { words: [], elements: {}, models: {} }
  const [old, now] = [read(before), read(after)]
  const say = (area: Area, name: string, texts: readonly string[]) => texts.forEach((text) => difference.words.push({ area, name, text }))
  if (old && now) sayMatters(old, now, say)
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().filter((path) => before[path] !== after[path])
  for (const path of paths) {
    const kind = kindOf(path)
    const name = nameOf(path, after[path] ?? before[path]!)
    if (kind === null || (kind === 'matter' && old && now)) continue
    if (before[path] === undefined || after[path] === undefined) {
      say(kind, name, [`${before[path] === undefined ? '新增' : '删除'}${AREAS[kind]}`])
      continue
    }
    const [was, is] = [before[path], after[path]]
    if (kind === 'process') say(kind, name, await modelWords(path, [was, is], difference))
    else if (kind === 'form') say(kind, name, formWords(was, is))
    else if (kind === 'document' && path.endsWith('.html')) say(kind, name, documentWords(was, is))
    else say(kind, name, [`${AREAS[kind]}有变动`])
  }
  return difference
}

const AREAS: Record<Area, string> = { process: '流程图', form: '表单', document: '文书模板', decision: '决策表', matter: '事项信息' }

/** Saved cases are no part of what is published. */
function kindOf(path: string): Area | null {
  if (path.endsWith('.bpmn')) return 'process'
  if (path.endsWith('.dmn')) return 'decision'
  if (path.startsWith('forms/')) return 'form'
  if (path.startsWith('documents/')) return 'document'
  return path.startsWith('cases/') ? null : 'matter'
}

/** As people call it: what the file says of itself. */
function nameOf(path: string, content: string): string {
  if (path.endsWith('.bpmn')) return /<bpmn2?:process\b[^>]*\sname="([^"]+)"/.exec(content)?.[1] ?? '流程'
  if (path.endsWith('.dmn')) return /<decision\b[^>]*\sname="([^"]+)"/.exec(content)?.[1] ?? '决策表'
  if (path.startsWith('documents/partials/')) return '文书共用部分'
  if (path === 'documents/variables.json') return '文书变量说明'
  if (path.startsWith('documents/')) return titleIn(content) ?? '文书'
  if (path.startsWith('samples/')) return '样例文件'
  if (path === 'rules.json') return '监察规则'
  const said = parsed(content) as { name?: unknown; title?: unknown } | null
  const name = said?.name ?? said?.title
  return typeof name === 'string' ? name : path.startsWith('forms/') ? '表单' : '事项'
}

/** What a template calls itself: `{{! title: 受理通知书 }}`. */
const titleIn = (html: string): string | undefined => /\{\{!\s*title:\s*([^}]+?)\s*\}\}/.exec(html)?.[1]

function sayMatters(old: ProcessPackage, now: ProcessPackage, say: (area: Area, name: string, texts: readonly string[]) => void): void {
  const was = new Map(old.manifest.matters.map((matter) => [matter.key, matter]))
  const is = new Map(now.manifest.matters.map((matter) => [matter.key, matter]))
  for (const [key, matter] of is) {
    const before = was.get(key)
    const names = elementNames(now.models[matter.process.file] ?? '', old.models[matter.process.file] ?? '')
    say('matter', matter.name, before ? compareMatters(before, matter, (id) => names.get(id) ?? id) : ['新增事项'])
  }
  for (const [key, { name }] of was) if (!is.has(key)) say('matter', name, ['删除事项:施行后不再受理新的申请,已受理的继续办理'])
  const { matters: _, ...plainOld } = old.manifest
  const { matters: __, ...plainNow } = now.manifest
  if (plainOld.name !== plainNow.name) say('matter', plainNow.name, [`流程包名称由“${plainOld.name}”改为“${plainNow.name}”`])
  const rest = ({ name: ___, ...others }: typeof plainOld) => JSON.stringify(others)
  if (rest(plainOld) !== rest(plainNow)) say('matter', plainNow.name, ['流程包的单位、岗位、编号或者一件事设置有变动'])
}

/** Names of the elements of two models, those of the first before those of the second. */
function elementNames(...models: string[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const xml of models)
    for (const [tag] of xml.matchAll(/<[a-zA-Z0-9]+:\w+\b[^<>]*>/g)) {
      const id = /\sid="([^"]+)"/.exec(tag)?.[1]
      const name = /\sname="([^"]+)"/.exec(tag)?.[1]
      if (id !== undefined && name !== undefined && !names.has(id)) names.set(id, name)
    }
  return names
}

async function modelWords(path: string, [before, after]: [string, string], difference: PackageDifference): Promise<string[]> {
  try {
    const { elements, changes } = await compareModels(before, after)
    difference.elements[path] = elements
    difference.models[path] = { before, changes }
    const words = changes.flatMap(({ kind, text }) => (kind === 'moved' ? [] : text))
    return words.length > 0 ? words : elements.moved.length > 0 ? ['只调整了图形的位置'] : ['流程图的其他设置有变动']
  } catch {
    return ['流程图有变动,但无法逐项比较']
  }
}

function formWords(before: string, after: string): string[] {
  const [old, now] = [parsed(before), parsed(after)]
  return old === null || now === null ? ['表单有变动,但无法逐项比较'] : compareFormFields(old as FormSchema, now as FormSchema)
}

function documentWords(before: string, after: string): string[] {
  const { removed, added } = changedLines(before, after)
  const words = [...removed.map((line) => `删去:${lineWords(line)}`), ...added.map((line) => `增加:${lineWords(line)}`)]
  const more = words.length - MAX_LINES_SAID
  return more > 0 ? [...words.slice(0, MAX_LINES_SAID), `另有 ${more} 行变动`] : words.length > 0 ? words : ['只调整了空行']
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function read(files: PackageFiles): ProcessPackage | null {
  try {
    return readPackage(files)
  } catch (error) {
    if (error instanceof PackageError) return null
    throw error
  }
}
