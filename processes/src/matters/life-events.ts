import events from './life-events.json' with { type: 'json' }

/** An occasion on which a person or a business comes to the government 人生事件、经营事件. */
export interface LifeEvent {
  key: string
  group: 'person' | 'business'
  name: string
}

/** The closed catalogue, in the order in which it is shown. Source: subjects 办事主题 of the national government services platform, shortened. */
export const LIFE_EVENTS = events as readonly LifeEvent[]

/** Name by key. */
export const LIFE_EVENT_NAMES: ReadonlyMap<string, string> = new Map(LIFE_EVENTS.map(({ key, name }) => [key, name]))
