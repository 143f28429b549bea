import type { MaterialManifest } from '../manifest.ts'
import { allOf, anyOf, renamed } from './feel-names.ts'

/** One matter's materials, to be united with those of the theme's other matters. */
export interface MaterialsPart {
  matter: string
  name: string
  /** FEEL over the theme's form: whether the matter is needed. */
  when: string
  materials: readonly MaterialManifest[]
  /** Field of the matter's form → field of the theme's form. */
  fields: Readonly<Record<string, string>>
}

export interface UnitedMaterials {
  materials: MaterialManifest[]
  /** Matter → its material's key → the theme's. */
  keys: Record<string, Record<string, string>>
  clashes: { material: string; message: string }[]
}

interface United {
  material: MaterialManifest
  from: string
  descriptions: string[]
  required: string[]
}

/**
 * The one set of papers of a theme: what has the same kind in the county's catalogue, or the same key where it has none, is handed
 * in once and serves every matter that asks for it. It must be there if a matter that is needed wants it.
 */
export function unionMaterials(parts: readonly MaterialsPart[]): UnitedMaterials {
  const united = new Map<string, United>()
  const result: UnitedMaterials = { materials: [], keys: {}, clashes: [] }
  for (const part of parts) {
    result.keys[part.matter] = {}
    for (const material of part.materials) {
      const id = idOf(material, part.materials)
      const known = united.get(id)
      if (known) {
        const clash = unite(known, material)
        if (clash) result.clashes.push({ material: material.key, message: `${known.from} and ${part.matter}: ${clash}` })
      } else united.set(id, { material: fresh(material, keysOf(united), part.matter), from: part.matter, descriptions: [], required: [] })
      const one = united.get(id)!
      one.required.push(requiredBy(part, material))
      if (!one.descriptions.includes(material.description)) one.descriptions.push(material.description)
      result.keys[part.matter]![material.key] = one.material.key
    }
  }
  result.materials = [...united.values()].map(({ material, required, descriptions }) => ({
    ...material,
    ...requirement(required),
    description: descriptions.join(';').slice(0, MAX_DESCRIPTION),
  }))
  return result
}

const MAX_DESCRIPTION = 2000

/** Materials of a kind are the same paper, unless one matter asks for two of the kind. */
function idOf({ key, kind }: MaterialManifest, all: readonly MaterialManifest[]): string {
  if (kind === null) return `key ${key}`
  return all.filter((other) => other.kind === kind).length === 1 ? `kind ${kind}` : `kind ${kind} key ${key}`
}

const keysOf = (united: ReadonlyMap<string, United>): Set<string> => new Set([...united.values()].map(({ material }) => material.key))

/** 容缺 and promises are a single matter's: in a theme everything is there from the beginning. */
const fresh = (material: MaterialManifest, taken: ReadonlySet<string>, matter: string): MaterialManifest => ({
  ...material,
  key: taken.has(material.key) ? `${matter}-${material.key}` : material.key,
  deferral: null,
})

function unite(known: United, other: MaterialManifest): string | null {
  const { material } = known
  const formats = material.formats.filter((format) => other.formats.includes(format))
  if (formats.length === 0) return `no format suits both, ${material.formats.join(', ')} and ${other.formats.join(', ')}`
  known.material = {
    ...material,
    formats,
    maxBytes: Math.min(material.maxBytes, other.maxBytes),
    maxFiles: Math.min(material.maxFiles, other.maxFiles),
    copies: Math.max(material.copies, other.copies),
    sample: material.sample ?? other.sample,
    declared: material.declared && other.declared,
  }
  return null
}

function requiredBy({ when, fields }: MaterialsPart, { required, requiredIf = 'false' }: MaterialManifest): string {
  if (required === 'optional') return 'false'
  const condition = required === 'required' ? 'true' : renamed(requiredIf, fields)
  // Not `and`: what is not asked has no value, and nothing can be computed with it.
  return when === 'true' || condition === 'true' ? allOf([when, condition]) : `if ${when} then ${condition} else false`
}

function requirement(conditions: readonly string[]): Pick<MaterialManifest, 'required' | 'requiredIf'> {
  const needed = anyOf(conditions.filter((condition) => condition !== 'false'))
  if (needed === 'true') return { required: 'required', requiredIf: undefined }
  return needed === 'false' ? { required: 'optional', requiredIf: undefined } : { required: 'conditional', requiredIf: needed }
}
