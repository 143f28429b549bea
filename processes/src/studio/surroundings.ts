import { matters as matterRows, studioFiles } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { dayOf } from '../clock/index.ts'
import { compileTemplate, renderHtml } from '../documents/index.ts'
import { sampleVariables } from '../packages/document-variables.ts'
import { readPackage } from '../packages/read-package.ts'
import { assertStudio, type StudioContext } from './context.ts'
import { draftRow } from './drafts.ts'
import { studioNotFound } from './studio-error.ts'

/* What a designer looks at beside the draft: the county's organs and posts, a model in force, a paper as it prints. */

/** Organs and posts of today, to choose from. */
export async function knownNames(
  context: StudioContext,
  caller: Caller,
): Promise<{ organs: { id: string; name: string }[]; posts: { key: string; name: string }[] }> {
  await assertStudio(context, caller, 'read')
  const { organs } = context.tenants
  const today = dayOf(context.clock())
  const [all, posts] = await Promise.all([organs.list(caller.tenantId, { on: today }), organs.postKinds(caller.tenantId)])
  return { organs: all.map(({ id, name }) => ({ id, name })), posts: posts.map(({ id, name }) => ({ key: id, name })) }
}

export interface MatterModel {
  name: string
  version: number
  /** Newest first. */
  versions: { version: number; validFrom: string | null }[]
  xml: string
  /** Element id → name, of those that have one. */
  names: Record<string, string>
}

/** The model of a version of a matter. @param version default: that of today. @throws StudioError STUDIO_NOT_FOUND */
export async function matterModel(context: StudioContext, caller: Caller, matterKey: string, version?: number): Promise<MatterModel> {
  await assertStudio(context, caller, 'read')
  const { database, engine, matters, clock } = context
  const { tenantId } = caller
  const matter = await (version === undefined
    ? matters.validOn(database, tenantId, matterKey, dayOf(clock()))
    : matters.version(database, tenantId, matterKey, version))
  if (!matter) throw studioNotFound('事项')
  const xml = await engine.definitions.xml(tenantId, matter.definitionId)
  const versions = (await matterRows(database).versions(tenantId, matterKey)).map((one) => ({
    version: one.version,
    validFrom: one.valid_from,
  }))
  return { name: matter.matter.name, version: matter.version, versions, xml, names: matter.elements }
}

/**
 * A document of a draft as a page, filled in with its samples; its code leads nowhere.
 * @throws StudioError STUDIO_NOT_FOUND; PackageError; DocumentError TEMPLATE_INVALID, TEMPLATE_VARIABLE_MISSING
 */
export async function samplePaper(context: StudioContext, caller: Caller, draftId: string, key: string): Promise<string> {
  await assertStudio(context, caller, 'read')
  const row = await draftRow(context, caller.tenantId, draftId)
  const { templates, variables } = readPackage(await studioFiles(context.database).get(caller.tenantId, row.files), '流程包')
  const source = Object.hasOwn(templates, key) ? templates[key] : undefined
  if (source === undefined) throw studioNotFound('文书')
  const template = compileTemplate(key, source)
  return (await renderHtml(template, sampleVariables(variables, key), { publicUrl: 'https://example.invalid', verifyCode: 'sample' })).html
}
