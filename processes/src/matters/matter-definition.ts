import type { FormSchema } from '@lianban/forms'
import type { MatterManifest } from '../manifest.ts'
import { MaterialRecord, MatterRecord } from './record.ts'
import type { Schemes } from '../numbering/index.ts'

/** One published version of a matter 事项: what a case handed in under it runs on, whatever is published later. */
export interface MatterDefinition {
  package: { key: string; name: string; lead: string[] }
  matter: MatterManifest
  /** Every form the matter uses, by key. */
  forms: Record<string, FormSchema>
  /** Name of every element of the model, as drawn. */
  elements: Record<string, string>
  /** Numbering schemes of the package's own; a version from before there were any has none. */
  numbering?: Schemes
}

export interface Matter extends MatterDefinition {
  version: number
  /** First and last day on which this version takes new cases, YYYY-MM-DD; null: since ever, without end. */
  validFrom: string | null
  validUntil: string | null
  /** The process definition in the engine. */
  definitionId: string
}

/** A form of the matter. @throws Error if the package names a form it does not have: `checkPackage` finds that before deployment */
export function formOf(definition: MatterDefinition, key: string): FormSchema {
  const schema = definition.forms[key]
  if (!schema) throw new Error(`matter ${definition.matter.key} has no form "${key}"`)
  return schema
}

/** The element's name as drawn, else its id. */
export const elementName = (definition: MatterDefinition, elementId: string): string => definition.elements[elementId] ?? elementId

/** A definition as it was stored, by whatever release: what it says nothing of has its default. */
export function storedDefinition(stored: unknown): MatterDefinition {
  const definition = stored as MatterDefinition
  const { matter } = definition
  return {
    ...definition,
    matter: {
      ...matter,
      ...MatterRecord.parse(matter),
      materials: matter.materials.map((material) => ({ ...material, ...MaterialRecord.parse(material) })),
    },
  }
}
