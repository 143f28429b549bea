/** For tests of processes and of the engine itself: draw a model, play it, let chance play it. Nothing here is used in production. */
export { aProcess, ProcessBuilder } from './process-builder.ts'
export type {
  ActivityOptions,
  Attributes,
  CallActivityOptions,
  Due,
  EndOptions,
  ListenerOptions,
  LoopOptions,
  NodeOptions,
  StartOptions,
  UserTaskOptions,
} from './builder-options.ts'
export { randomProcess, seededRandom } from './random-process.ts'
export type { RandomProcess, RandomProcessOptions } from './random-process.ts'
export { randomRun, randomSteps } from './random-run.ts'
export type { RandomRun } from './random-run.ts'
export { parsed, Scenario, scenario, ScenarioError } from './scenario.ts'
export type { PlainVariables, ScenarioOptions } from './scenario.ts'
export { Tables } from './tables.ts'
export { virtualClock } from './virtual-clock.ts'
export type { VirtualClock } from './virtual-clock.ts'
export { randomGraph } from './random-graph.ts'
export { World, WorldError } from './world.ts'
export type { WorldOptions } from './world.ts'
