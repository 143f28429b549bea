import { query } from './client.ts'
import type { MatterSummary } from './matters.ts'

/* The catalogue of matters and their guidance pages: the same for whoever is logged in and for the public. */

export interface CatalogueEntry {
  key: string
  name: string
  count: number
}

export interface Catalogue {
  items: MatterSummary[]
  ways: { themes: CatalogueEntry[]; events: (CatalogueEntry & { group: 'person' | 'business' })[]; organs: CatalogueEntry[] }
}

export interface CatalogueFilter {
  q?: string
  theme?: string
  event?: string
  organ?: string
}

/** What the public is told besides: whose county it is. */
export interface Public {
  tenant: { name: string }
}
export type PublicCatalogue = Catalogue & Public

/** Where the catalogue and its pages are read from, and where they stand in the browser. */
export interface GuidePlace {
  /** Of the API. */
  api: string
  /** Of the pages. */
  base: string
}
export const OWN_PLACE: GuidePlace = { api: '/api/matters', base: '/matters' }
export const PUBLIC_PLACE: GuidePlace = { api: '/api/guide', base: '/guide' }

const id = encodeURIComponent

export const guidePaths = {
  catalogue: ({ api }: GuidePlace, filter: CatalogueFilter) => api + query({ ...filter }),
  matter: ({ api }: GuidePlace, key: string) => `${api}/${id(key)}`,
  /** Samples are public. */
  sample: (key: string, name: string) => `${PUBLIC_PLACE.api}/${id(key)}/samples/${id(name)}`,
}
