import type { MatterManifest } from '../manifest.ts'

/** A name that each task gets anew, from its variables. */
export const isMade = (name: string | null | undefined): boolean => name != null && /^=|\$\{/.test(name)

/** Names of elements for people: tasks that are named anew each time are called by the name of their step. */
export const stepNames = <N extends string | null>(names: Readonly<Record<string, N>>, { steps }: Pick<MatterManifest, 'steps'>) => ({
  ...names,
  ...Object.fromEntries(steps.flatMap(({ task, name }) => (isMade(names[task]) ? [[task, name]] : []))),
})
