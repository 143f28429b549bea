import type { MaterialView } from '../cases/views.ts'
import { postName } from '../labels.ts'
import type { MaterialManifest, MatterManifest } from '../manifest.ts'
import { MATERIAL_FORM_TEXTS, MATERIAL_SOURCE_TEXTS, periodText } from './record.ts'

const REQUIREMENTS: Record<MaterialManifest['required'], string> = { required: '必要', conditional: '符合条件时必要', optional: '非必要' }

/** A material as guidance pages, forms and case pages show it. */
export function materialView(material: MaterialManifest, { commitment }: Pick<MatterManifest, 'commitment'>): MaterialView {
  const {
    key,
    name,
    required,
    description,
    formats,
    maxBytes,
    maxFiles,
    basis,
    form,
    copies,
    source,
    sharing,
    declared,
    deferral,
    sample,
    proves = [],
  } = material
  return {
    key,
    name,
    required: required === 'required',
    requirement: REQUIREMENTS[required],
    description,
    formats,
    maxBytes,
    maxFiles,
    basis,
    formText: copies > 1 ? `${MATERIAL_FORM_TEXTS[form]} ${copies} 份` : MATERIAL_FORM_TEXTS[form],
    sourceText: MATERIAL_SOURCE_TEXTS[source],
    sharingText: sharing && `可由${sharing.organ}的${sharing.data}数据共享取得`,
    declared,
    deferralText: deferral && `可容缺后补:受理后${periodText(deferral.within)}内补交,由${postName(deferral.decides)}决定`,
    promisable: commitment?.materials.includes(key) ?? false,
    sample,
    proves,
  }
}
