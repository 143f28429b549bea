import { attachments, type AttachmentRow, type CaseMaterialRow, type Tx } from '@lianban/storage'
import { compileExpression, evaluateCondition } from '@lianban/engine'
import type { MaterialManifest, MatterManifest } from '../manifest.ts'
import type { CaseContext } from './context.ts'
import { formInvalid, type PlacedProblem } from './errors.ts'
import type { Caller } from './ports.ts'

/** Material key → attachment ids, in order. */
export type GivenMaterials = Record<string, string[]>

const MEDIA_TYPES: Record<MaterialManifest['formats'][number], string> = { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' }

/** A material is asked for before there is a process. */
const NO_EXECUTION = { processInstanceId: '', processBusinessKey: null, currentActivityId: '' }

/** Whether the matter needs this material with this form. */
export function isRequired(material: MaterialManifest, form: Record<string, unknown>, now: number): boolean {
  if (material.required !== 'conditional') return material.required === 'required'
  return evaluateCondition(compileExpression(material.requiredIf ?? 'false', 'feel'), {
    variables: form,
    functions: {},
    now,
    execution: NO_EXECUTION,
  })
}

/**
 * Checks handed-in materials: each key is one of the matter's, each file is the caller's own and not yet handed in, of an
 * allowed kind and size, and nothing that is needed is missing (`required` false: a supplement brings only some).
 * @returns problems with paths `materials.<key>`
 */
export async function materialProblems(
  context: CaseContext,
  caller: Caller,
  matter: MatterManifest,
  given: GivenMaterials,
  needed: { form: Record<string, unknown> } | null,
): Promise<PlacedProblem[]> {
  const ids = Object.values(given).flat()
  const files = new Map((await attachments(context.database).getMany(caller.tenantId, ids)).map((file) => [file.id, file]))
  const missing = needed ? missingMaterials(matter, given, needed.form, context.clock()) : []
  const doubled = ids.filter((id, index) => ids.indexOf(id) !== index)
  return [
    ...missing,
    ...Object.entries(given).flatMap(([key, fileIds]) => {
      const material = matter.materials.find((candidate) => candidate.key === key)
      if (!material) return [problem(key, 'MATERIAL_UNKNOWN', '本事项没有这项材料,请刷新页面后重新提交')]
      if (fileIds.length > material.maxFiles)
        return [problem(key, 'TOO_MANY_FILES', `“${material.name}”最多上传${material.maxFiles}个文件`)]
      return fileIds.flatMap((id) => fileProblems(material, doubled.includes(id) ? undefined : files.get(id), caller))
    }),
  ]
}

function missingMaterials(matter: MatterManifest, given: GivenMaterials, form: Record<string, unknown>, now: number): PlacedProblem[] {
  return matter.materials
    .filter((material) => isRequired(material, form, now) && !given[material.key]?.length)
    .map((material) => problem(material.key, 'MATERIAL_MISSING', `请上传“${material.name}”`))
}

function fileProblems(material: MaterialManifest, file: AttachmentRow | undefined, caller: Caller): PlacedProblem[] {
  // Another person's file and one that is not there look the same: an id tells nothing.
  if (!file || file.owner_id !== caller.userId || file.case_id !== null) {
    return [problem(material.key, 'FILE_NOT_FOUND', `“${material.name}”的文件不存在或已经用过,请重新上传`)]
  }
  if (!material.formats.some((format) => MEDIA_TYPES[format] === file.media_type)) {
    return [
      problem(
        material.key,
        'FILE_FORMAT',
        `“${material.name}”的文件“${file.name}”格式不符,请上传 ${material.formats.join('、').toUpperCase()} 文件`,
      ),
    ]
  }
  if (file.size > material.maxBytes) {
    return [
      problem(
        material.key,
        'FILE_TOO_LARGE',
        `“${material.name}”的文件“${file.name}”超过 ${Math.floor(material.maxBytes / 1024 / 1024)} MB,请压缩后重新上传`,
      ),
    ]
  }
  return []
}

const problem = (key: string, code: string, message: string): PlacedProblem => ({ path: `materials.${key}`, code, message })

/**
 * Materials that this person had handed in before, file by file of the same content: the county had them already. To be
 * asked before the files are tied to the new case. @returns their keys
 */
export async function reusedMaterials(tx: Tx, caller: Caller, given: GivenMaterials): Promise<string[]> {
  const files = await attachments(tx).getMany(caller.tenantId, Object.values(given).flat())
  const contentOf = new Map(files.map(({ id, sha256 }) => [id, sha256]))
  const known = await attachments(tx).handedIn(caller.tenantId, caller.userId, [...new Set(contentOf.values())])
  return Object.entries(given).flatMap(([key, ids]) =>
    ids.length > 0 && ids.every((id) => known.has(contentOf.get(id) ?? '')) ? [key] : [],
  )
}

/**
 * Ties the files to the case, in the transaction that hands them in.
 * @throws CaseError FORM_INVALID if one of them was used meanwhile
 */
export async function attachMaterials(
  tx: Tx,
  caller: Caller,
  { caseId, round, given, at }: { caseId: string; round: number; given: GivenMaterials; at: number },
): Promise<void> {
  const ids = Object.values(given).flat()
  if (ids.length === 0) return
  const attached = await attachments(tx).attach(caller.tenantId, caller.userId, ids, caseId)
  if (attached !== ids.length)
    throw formInvalid([{ path: 'materials', code: 'FILE_NOT_FOUND', message: '有文件已在其他办件中使用,请重新上传' }])
  const rows = Object.entries(given).flatMap(([key, fileIds]) =>
    fileIds.map((fileId, position): CaseMaterialRow => ({
      tenant_id: caller.tenantId,
      case_id: caseId,
      round,
      material_key: key,
      position,
      file_id: fileId,
      created_at: at,
    })),
  )
  await attachments(tx).insertMaterials(rows)
}
