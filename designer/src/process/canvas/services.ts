import type { Moddle } from '../model/moddle.ts'

/* The few services of diagram-js and bpmn-js that we use, with what we use of them. */

export interface Shape {
  id: string
  type: string
  x: number
  y: number
  width: number
  height: number
  parent?: Shape
  children?: Shape[]
  labelTarget?: Shape
  waypoints?: { x: number; y: number }[]
  businessObject: Moddle
}

export interface EventBus {
  on<E = Record<string, unknown>>(event: string | string[], listener: (event: E) => unknown): void
  on<E = Record<string, unknown>>(event: string | string[], priority: number, listener: (event: E) => unknown): void
}

export interface Canvas {
  zoom(to?: number | 'fit-viewport', centre?: 'auto'): number
  viewbox(): Viewbox
  viewbox(box: { x: number; y: number; width: number; height: number }): void
  addMarker(id: string, marker: string): void
  removeMarker(id: string, marker: string): void
  scrollToElement(element: Shape, padding?: number): void
  resized(): void
  focus(): void
  getRootElement(): Shape
}

export interface Viewbox {
  x: number
  y: number
  width: number
  height: number
  inner: { x: number; y: number; width: number; height: number }
  outer: { width: number; height: number }
}

export interface ElementRegistry {
  get(id: string): Shape | undefined
}

export interface Selection {
  select(elements: Shape | Shape[] | null): void
  get(): Shape[]
}

export interface ElementFactory {
  createShape(attributes: Record<string, unknown>): Shape
}

export interface BpmnFactory {
  create(type: string, attributes?: Record<string, unknown>): Moddle
}

export interface Create {
  start(event: Event, elements: Shape | Shape[], context?: Record<string, unknown>): void
}

export interface AutoPlace {
  append(source: Shape, shape: Shape): void
}

export interface EditorActions {
  unregister(action: string): void
  register(action: string, listener: () => void): void
  trigger(action: string): void
}

/** An entry of the palette or beside an element. */
export interface Entry {
  group: string
  className: string
  title: string
  separator?: boolean
  action?: Record<string, (event: Event, element: Shape) => void>
}
export type Entries = Record<string, Entry>
