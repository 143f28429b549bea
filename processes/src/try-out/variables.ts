import { visibleVariables, type JsonValue } from '@lianban/engine'
import type { TryOutState } from './state.ts'

/** The variables of the case's own process. */
export function variablesIn({ file, instances }: TryOutState): Record<string, JsonValue> {
  const instance = file && instances[file.instance_id]
  return instance ? visibleVariables(instance, instance.id) : {}
}
