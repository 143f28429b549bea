import type { GeoJsonObject } from 'geojson'
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import type { CountyMapAnswer, Position } from '../api/linkage.ts'
import './county-map.css'

export interface MapMark extends Position {
  id: string
  /** Read to who points at it. */
  title: string
  /** Class beside `map-mark`, which gives shape and colour. */
  kind: string
}

interface CountyMapProps {
  county: CountyMapAnswer
  marks: MapMark[]
  label: string
  /** Called with where somebody pressed. */
  onPlace?: (at: Position) => void
  onMark?: (id: string) => void
  /** Where to look; absent: the whole county. */
  focus?: Position | null
}

/** Streets where there are tiles; else near enough to see the grid around. */
const NEAR_ZOOM = { tiles: 16, plain: 13 }

/** A map of the county: its own towns and grids as a plain base, tiles only where they are set up, and marks on it. */
export function CountyMap({ county, marks, label, onPlace, onMark, focus }: CountyMapProps) {
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<L.Map | null>(null)
  const layer = useRef<L.LayerGroup | null>(null)
  const calls = useRef({ onPlace, onMark })
  useEffect(() => {
    calls.current = { onPlace, onMark }
  })

  useEffect(() => {
    const made = L.map(box.current!, { attributionControl: false, zoomControl: true, maxZoom: 18 })
    if (county.tiles !== null) L.tileLayer(county.tiles).addTo(made)
    const base = L.geoJSON(county.map as GeoJsonObject, {
      style: (feature) => ({ className: `map-${(feature?.properties as { layer: string }).layer}` }),
      interactive: false,
      onEachFeature: (feature, shape) => {
        const { layer: kind, name } = feature.properties as { layer: string; name: string }
        if (kind === 'town') shape.bindTooltip(name, { permanent: true, direction: 'center', className: 'map-name' })
      },
    }).addTo(made)
    made.fitBounds(base.getBounds())
    made.on('click', ({ latlng }) => calls.current.onPlace?.({ longitude: latlng.lng, latitude: latlng.lat }))
    layer.current = L.layerGroup().addTo(made)
    map.current = made
    return () => {
      made.remove()
      map.current = null
    }
  }, [county])

  useEffect(() => {
    layer.current?.clearLayers()
    for (const { id, longitude, latitude, title, kind } of marks) {
      const icon = L.divIcon({ className: `map-mark ${kind}`, iconSize: [18, 18] })
      const mark = L.marker([latitude, longitude], { icon, title, alt: title, keyboard: true })
      mark.on('click', () => calls.current.onMark?.(id)).addTo(layer.current!)
      mark.on('keypress', ({ originalEvent }) => originalEvent.key === 'Enter' && calls.current.onMark?.(id))
    }
  }, [marks, county])

  useEffect(() => {
    if (focus)
      map.current?.setView([focus.latitude, focus.longitude], county.tiles === null ? NEAR_ZOOM.plain : NEAR_ZOOM.tiles, { animate: false })
  }, [focus, county])

  return <div ref={box} className="county-map" role="application" aria-label={label} />
}
