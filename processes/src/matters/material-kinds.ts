import kinds from './material-kinds.json' with { type: 'json' }

/** A kind of paper 材料种类, the same for all matters of the county: what was handed in for one is found for another. */
export interface MaterialKind {
  key: string
  name: string
  /** Personal papers are marked with their use and its end when they are used again. */
  personal: boolean
  /** How long such a paper counts after it was handed in, where nothing better is known; null: without end. */
  validMonths: number | null
}

/** The county's catalogue of material kinds, by key. */
export const MATERIAL_KINDS: ReadonlyMap<string, MaterialKind> = new Map((kinds as MaterialKind[]).map((kind) => [kind.key, kind]))
