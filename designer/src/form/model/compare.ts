import { type Field, type FieldSchema, type FormSchema, flatten, type SettingKey, SETTINGS } from '@lianban/forms'
import { componentOf, COMPONENTS } from '@lianban/forms'
import { componentLabel, expressionWords } from './words.ts'

export interface FormChange {
  /** Path of the field in the newer form; in the older one when it is gone; '' for the form itself. */
  path: string
  /** Chinese. */
  text: string
}

/**
 * What changed between two versions of a form, in words, in the order of the newer form, what is gone at the end. Fields are the same when
 * their path is, or when one is gone and one has come with the same key, or with the same title and component.
 * Precondition: checkSchema accepts both.
 */
export function compareForms(before: FormSchema, after: FormSchema): FormChange[] {
  const [old, now] = [flatten(before), flatten(after)]
  const pairs = match(old, now)
  const moved = movedFields(old, now, pairs)
  const changes: FormChange[] = []
  for (const key of ['title', 'description'] as const) {
    const what = key === 'title' ? '表单名称' : '表单说明'
    if (before[key] !== after[key]) changes.push({ path: '', text: becomes(what, quoted(before[key]), quoted(after[key])) })
  }
  for (const field of now) {
    const was = pairs.get(field)
    const texts = was ? [...moved(field), ...fieldChanges(was, old, field, now)] : added(field, now, pairs)
    changes.push(...texts.map((text) => ({ path: field.path, text })))
  }
  const kept = new Set(pairs.values())
  const gone = old.filter((it) => !kept.has(it))
  for (const field of gone) {
    if (!gone.some((it) => it.path === field.containers[0]))
      changes.push({ path: field.path, text: `删除${kindName(field)}${nameOf(field)}` })
  }
  return changes
}

const quoted = (text: string | undefined): string | null => (text === undefined || text === '' ? null : `“${text}”`)
const nameOf = (field: Field): string => `“${field.title || field.key}”`
const kindName = (field: Field): string => {
  const component = componentOf(field.schema)
  if (field.table !== null) return '列'
  return component !== null && ['layout', 'rows', 'display'].includes(COMPONENTS[component].group) ? COMPONENTS[component].label : '字段'
}

function becomes(what: string, from: string | null, to: string | null): string {
  if (from === null) return `${what}设为${to}`
  return to === null ? `去掉${what}(原为${from})` : `${what}由${from}改为${to}`
}

/** New field → old field. */
function match(old: Field[], now: Field[]): Map<Field, Field> {
  const pairs = new Map<Field, Field>()
  const left = new Set(old)
  const pair = (same: (was: Field, field: Field) => boolean) => {
    for (const field of now) {
      if (pairs.has(field)) continue
      const found = [...left].filter((was) => same(was, field))
      // Two that could be meant are no answer.
      if (found.length !== 1) continue
      pairs.set(field, found[0]!)
      left.delete(found[0]!)
    }
  }
  pair((was, field) => was.path === field.path)
  pair((was, field) => was.key === field.key && was.title === field.title)
  pair((was, field) => was.title !== '' && was.title === field.title && componentOf(was.schema) === componentOf(field.schema))
  pair((was, field) => was.key === field.key && was.schema.type === field.schema.type && (was.table === null) === (field.table === null))
  return pairs
}

function added(field: Field, now: Field[], pairs: Map<Field, Field>): string[] {
  const around = now.find((it) => it.path === field.containers[0])
  // A new section says its fields itself.
  if (around && !pairs.has(around)) return []
  const inside = now.filter((it) => it.containers.includes(field.path) && it.kind !== 'void' && it.kind !== 'object')
  const holds = inside.length === 0 ? '' : `,含${inside.map(nameOf).join('、')}`
  const place = around && titled(around, now)
  const where = place ? `(在${nameOf(place)}中)` : ''
  return [`新增${field.schema.required ? '必填' : ''}${kindName(field)}${nameOf(field)}${where}${holds}`]
}

/** The container itself, or the nearest around it that has a title: an object without one is not seen on the form. */
function titled(container: Field, fields: Field[]): Field {
  const named = container.containers.map((path) => fields.find((it) => it.path === path)).find((it) => it?.title)
  return container.title ? container : (named ?? container)
}

/** Says of a field whether it stands elsewhere: in another container, or elsewhere among those that stayed. */
function movedFields(old: Field[], now: Field[], pairs: Map<Field, Field>): (field: Field) => string[] {
  const back = new Map([...pairs].map(([field, was]) => [was, field]))
  const homeNow = (field: Field) => field.containers[0] ?? ''
  const homeBefore = (was: Field) => {
    const container = old.find((it) => it.path === was.containers[0])
    // A container that is gone was dissolved: what stands around it now is the same home.
    return container ? (back.get(container)?.path ?? `gone ${container.path}`) : ''
  }
  const reordered = new Set<Field>()
  for (const home of new Set(now.map(homeNow))) {
    const stayed = now.filter((it) => homeNow(it) === home && pairs.has(it) && homeBefore(pairs.get(it)!) === home)
    const kept = longestRise(stayed.map((it) => old.indexOf(pairs.get(it)!)))
    stayed.forEach((it, index) => !kept.has(index) && reordered.add(it))
  }
  return (field) => {
    const home = homeNow(field)
    if (homeBefore(pairs.get(field)!) !== home) {
      const holder = now.find((it) => it.path === home)
      const container = holder && titled(holder, now)
      return [
        container
          ? `${nameOf(field)}移到${nameOf(container)}${kindName(container) === '字段' ? '中' : `这一${unitOf(container)}`}`
          : `${nameOf(field)}移到最外层`,
      ]
    }
    if (!reordered.has(field)) return []
    const siblings = now.filter((it) => homeNow(it) === home)
    const previous = siblings[siblings.indexOf(field) - 1]
    return [previous ? `${nameOf(field)}移到${nameOf(previous)}之后` : `${nameOf(field)}移到最前`]
  }
}

const unitOf = (container: Field): string => (componentOf(container.schema) === 'Section' ? '节' : kindName(container))

/** The indexes of a longest rising run: what need not be said to have moved. */
function longestRise(numbers: number[]): Set<number> {
  const best: { length: number; previous: number }[] = []
  numbers.forEach((number, index) => {
    let step = { length: 1, previous: -1 }
    for (let at = 0; at < index; at++) {
      if (numbers[at]! < number && best[at]!.length >= step.length) step = { length: best[at]!.length + 1, previous: at }
    }
    best.push(step)
  })
  const kept = new Set<number>()
  let at = best.reduce((top, step, index) => (step.length > (best[top]?.length ?? 0) ? index : top), 0)
  while (best[at] && at >= 0) {
    kept.add(at)
    at = best[at]!.previous
  }
  return kept
}

function fieldChanges(was: Field, old: Field[], field: Field, now: Field[]): string[] {
  const [a, b] = [was.schema, field.schema]
  const name = nameOf(field)
  const texts: string[] = []
  if (was.title !== field.title) texts.push(`${nameOf(was)}改名为${name}`)
  if (was.key !== field.key) texts.push(`${name}的标识由 ${was.key} 改为 ${field.key}`)
  if (componentOf(a) !== componentOf(b) || a.type !== b.type) texts.push(`${name}由${componentLabel(a)}改为${componentLabel(b)}`)
  texts.push(...requiredChange(was, old, field, now))
  for (const key of ['x-visible-if', 'x-computed'] as const) {
    const words = (text: string | undefined, of: Field, fields: Field[]) => (text === undefined ? null : expressionWords(text, of, fields))
    const [from, to] = [words(a[key], was, old), words(b[key], field, now)]
    if (a[key] === b[key] || from === to) continue
    if (key === 'x-computed') texts.push(to === null ? `${name}改为由申请人填写,不再计算` : `${name}改为按公式计算:${to}`)
    else texts.push(to === null ? `${name}改为始终显示` : `${name}改为仅在${to}时显示`)
  }
  texts.push(...checkChanges(was, old, field, now), ...optionChanges(name, a, b), ...settingChanges(name, a, b))
  return texts
}

function requiredChange(was: Field, old: Field[], field: Field, now: Field[]): string[] {
  const state = ({ schema }: Field, of: Field, fields: Field[]) =>
    schema.required
      ? '必填'
      : schema['x-required-if'] === undefined
        ? '选填'
        : `${expressionWords(schema['x-required-if'], of, fields)}时必填`
  const [from, to] = [state(was, was, old), state(field, field, now)]
  return from === to || field.kind === 'void' || field.kind === 'object' ? [] : [`${nameOf(field)}由${from}改为${to}`]
}

function checkChanges(was: Field, old: Field[], field: Field, now: Field[]): string[] {
  const words = (of: Field, fields: Field[]) =>
    (of.schema['x-checks'] ?? []).map((it) => `${expressionWords(it.when, of, fields)}时提示“${it.message}”`)
  const [from, to] = [words(was, old), words(field, now)]
  return [
    ...to.filter((it) => !from.includes(it)).map((it) => `${nameOf(field)}增加校验:${it}`),
    ...from.filter((it) => !to.includes(it)).map((it) => `${nameOf(field)}去掉校验:${it}`),
  ]
}

function optionChanges(name: string, a: FieldSchema, b: FieldSchema): string[] {
  const from = new Map((a.enum ?? []).map((it) => [it.value, it.label]))
  const to = new Map((b.enum ?? []).map((it) => [it.value, it.label]))
  const labels = (options: [string | number, string][]) => options.map(([, label]) => `“${label}”`).join('、')
  const come = [...to].filter(([value]) => !from.has(value))
  const gone = [...from].filter(([value]) => !to.has(value))
  const renamed = [...to].filter(([value, label]) => from.has(value) && from.get(value) !== label)
  const order = (of: Map<string | number, string>, other: Map<string | number, string>) =>
    [...of.keys()].filter((it) => other.has(it)).join('\n')
  return [
    ...(come.length > 0 ? [`${name}增加选项${labels(come)}`] : []),
    ...(gone.length > 0 ? [`${name}去掉选项${labels(gone)}`] : []),
    ...renamed.map(([value, label]) => `${name}的选项“${from.get(value)}”改为“${label}”`),
    ...(order(from, to) !== order(to, from) ? [`${name}的选项顺序有调整`] : []),
  ]
}

/** Said above in words of their own. */
const SAID: ReadonlySet<SettingKey> = new Set(['title', 'required', 'x-required-if', 'x-visible-if', 'x-computed', 'x-checks', 'enum'])

function settingChanges(name: string, a: FieldSchema, b: FieldSchema): string[] {
  const keys = (Object.keys(SETTINGS) as SettingKey[]).filter((it) => !SAID.has(it))
  const settings = keys.flatMap((key) => {
    const { label, unit = '', choices } = SETTINGS[key]
    const words = (value: unknown) => valueWords(value, unit, choices)
    return same(a[key], b[key]) ? [] : [becomes(`${name}的${label}`, words(a[key]), words(b[key]))]
  })
  const [from, to] = [a['x-component-props'] ?? {}, b['x-component-props'] ?? {}]
  const component = componentOf(b)
  const props = Object.entries(component === null ? {} : COMPONENTS[component].props).flatMap(([key, { label, unit = '', choices }]) =>
    same(from[key], to[key])
      ? []
      : [becomes(`${name}的${label}`, valueWords(from[key], unit, choices), valueWords(to[key], unit, choices))],
  )
  return [...settings, ...props]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function valueWords(
  value: unknown,
  unit: string,
  choices: readonly { label: string; value: string | number }[] | undefined,
): string | null {
  if (value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? '“是”' : '“否”'
  if (typeof value === 'number' && !choices) return ` ${value} ${unit}`.trimEnd() + (unit ? '' : ' ')
  const text = Array.isArray(value) ? value.join('、') : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return `“${choices?.find((it) => it.value === value)?.label ?? text}”`
}
