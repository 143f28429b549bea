import { loadOptions, OptionsMemory, type FormSchema, type KnownOptions } from '@lianban/forms'
import type { CaseContext } from './context.ts'

/**
 * The options of the county's tables that these forms name, looked up before they are checked.
 * @throws OptionsError OPTIONS_UNREACHABLE
 */
export async function optionsIn(
  { optionsOf }: Pick<CaseContext, 'optionsOf'>,
  tenantId: string,
  ...forms: [schema: FormSchema | null | undefined, values: unknown][]
): Promise<KnownOptions> {
  const memory = new OptionsMemory()
  for (const [schema, values] of forms) if (schema) await loadOptions(schema, values, optionsOf(tenantId), memory)
  return memory
}
