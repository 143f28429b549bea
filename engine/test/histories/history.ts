import type { Command, Event } from '../../src/index.ts'
import { scenario, type Scenario } from '../../src/testing/index.ts'

/** What one instance was told, and what came of it, as a version of the engine had it. */
export interface History {
  /** The BPMN file. */
  model: string
  steps: { command: Command; events: Event[] }[]
}

/** Plays a model and keeps each command with its events. */
export function record(model: string, play: (s: Scenario) => void): History {
  const steps: History['steps'] = []
  play(scenario(model, { onStep: (run, command) => void steps.push({ command, events: run.lastEvents }) }))
  return { model, steps }
}

/** One line for the model, one for each command and one for each event, so that a change shows where it is. */
export function toText({ model, steps }: History): string {
  const lines = (events: Event[]) => events.map((event) => `    ${JSON.stringify(event)}`).join(',\n')
  const texts = steps.map(({ command, events }) => `  { "command": ${JSON.stringify(command)}, "events": [\n${lines(events)}\n  ] }`)
  return `{ "model": ${JSON.stringify(model)},\n"steps": [\n${texts.join(',\n')}\n] }\n`
}
