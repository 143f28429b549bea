import { fieldsOf, type FieldSchema, type FormSchema } from '@lianban/forms'
import { matters, studioReleases } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { isCarried, questionOf } from '../cases/carried-over.ts'
import { dayOf } from '../clock/index.ts'
import { assertStudio, type StudioContext } from './context.ts'

/** A field that the county asks for by one name everywhere. */
export interface CountyField {
  key: string
  title: string
  schema: FieldSchema
  /** Matters whose forms have it. */
  source: string[]
  /** An applicant's earlier answer is filled in where it stands in a form with this key, title and component. */
  carried: boolean
}

/** Fields that identify whoever applies: county fields though only one form has them. */
const IDENTITY_FORMATS = new Set(['citizen-id', 'credit-code', 'mobile-cn'])
/** Forms that must have a field before it is the county's. */
const FORMS_AT_LEAST = 2

/** The county's fields, of the forms of all matters that are published; computed anew only when a version was published since. */
export function countyDictionary(context: StudioContext) {
  const kept = new Map<string, { edition: string; fields: CountyField[] }>()
  return async (caller: Caller): Promise<{ fields: CountyField[] }> => {
    await assertStudio(context, caller, 'read')
    const { tenantId } = caller
    const edition = await editionOf(context, tenantId)
    const known = kept.get(tenantId)
    if (known?.edition === edition) return { fields: known.fields }
    const found = await context.matters.listOn(context.database, tenantId, dayOf(context.clock()))
    const fields = dictionaryOf(found.map(({ matter, forms }) => ({ name: matter.name, forms })))
    kept.set(tenantId, { edition, fields })
    return { fields }
  }
}

/** Says which versions there are, and which day it is. */
async function editionOf({ database, clock }: StudioContext, tenantId: string): Promise<string> {
  const owners = await matters(database).owners(tenantId)
  const [last] = await studioReleases(database).list(tenantId)
  return [dayOf(clock()), last?.id ?? '', ...owners.map(({ key, version }) => `${key}:${version}`)].join(' ')
}

/** Fields that at least two forms have by the same name, title and component, and those that identify people; by title. */
export function dictionaryOf(sources: readonly { name: string; forms: Record<string, FormSchema> }[]): CountyField[] {
  const found = new Map<string, CountyField & { forms: Set<string> }>()
  for (const { name, forms } of sources)
    for (const [formKey, schema] of Object.entries(forms))
      for (const one of fieldsOf(schema)) {
        const { key, schema: field, table, component } = one
        if (table !== null || !field.title) continue
        const id = questionOf(one)
        const entry = found.get(id) ?? {
          key,
          title: field.title,
          schema: field,
          source: [],
          carried: isCarried(component),
          forms: new Set<string>(),
        }
        // A form that several matters share is one form.
        entry.forms.add(`${formKey}\n${JSON.stringify(schema).length}`)
        if (!entry.source.includes(name)) entry.source.push(name)
        found.set(id, entry)
      }
  return [...found.values()]
    .filter(({ forms, schema }) => forms.size >= FORMS_AT_LEAST || IDENTITY_FORMATS.has(String(schema.format)))
    .map(({ forms: _, ...field }) => field)
    .sort((a, b) => a.title.localeCompare(b.title, 'zh-CN') || a.key.localeCompare(b.key))
}
