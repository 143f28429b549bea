import type { Position } from './position.ts'

/* The county's grids 网格: towns, and in each of them grids, as polygons. Pure. */

/** Closed ring of [longitude, latitude]; the last point is the first. */
export type Ring = readonly (readonly [number, number])[]

export interface Grid {
  id: string
  name: string
  /** Organ of the town or zone that it belongs to. */
  town: string
  kind: 'urban' | 'rural'
  ring: Ring
}

export interface CountyMap {
  towns: { organ: string; name: string; ring: Ring }[]
  grids: Grid[]
}

/** Where an incident lies: county → town → grid. */
export interface GridChain {
  town: string
  townName: string
  grid: string
  gridName: string
  kind: Grid['kind']
}

/** Whether the position lies in the ring, by ray casting; its western and southern edges belong to it, so that no point lies in two grids. */
export function isInRing({ longitude: x, latitude: y }: Position, ring: Ring): boolean {
  let isInside = false
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i]!, ring[i + 1]!]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside
  }
  return isInside
}

/** The chain of grids at a position; null: outside the county. */
export function chainAt({ towns, grids }: CountyMap, at: Position): GridChain | null {
  const grid = grids.find(({ ring }) => isInRing(at, ring))
  const town = grid && towns.find(({ organ }) => organ === grid.town)
  return town ? { town: town.organ, townName: town.name, grid: grid.id, gridName: grid.name, kind: grid.kind } : null
}

/** The map as GeoJSON, for the plain base map of the browser. Source: RFC 7946. */
export function geoJson({ towns, grids }: CountyMap) {
  const feature = (layer: 'town' | 'grid', name: string, ring: Ring) => ({
    type: 'Feature' as const,
    properties: { layer, name },
    geometry: { type: 'Polygon' as const, coordinates: [ring.map(([x, y]) => [x, y])] },
  })
  return {
    type: 'FeatureCollection' as const,
    features: [
      ...grids.map(({ name, ring }) => feature('grid', name, ring)),
      ...towns.map(({ name, ring }) => feature('town', name, ring)),
    ],
  }
}
