import type { MaterialManifest, MatterManifest } from '../../manifest.ts'
import { MaterialRecord } from '../../matters/record.ts'

export const POWER_OF_ATTORNEY = 'power-of-attorney'

const MATERIAL: MaterialManifest = {
  ...MaterialRecord.parse({ form: 'original' }),
  key: POWER_OF_ATTORNEY,
  name: '授权委托书',
  required: 'required',
  description: '申请人签名或盖章,写明代理人、代理事项、权限和期限;附代理人身份证件复印件',
  formats: ['pdf', 'jpg', 'png'],
  maxBytes: 20 * 1024 * 1024,
  maxFiles: 5,
  basis: '《中华人民共和国行政许可法》第二十九条第二款、《中华人民共和国民法典》第一百六十五条',
}

/** The matter as somebody applies for it through a proxy 代理人: the power of attorney is one of its materials, and required. */
export const withPowerOfAttorney = (matter: MatterManifest): MatterManifest => ({ ...matter, materials: [...matter.materials, MATERIAL] })

/** The materials of a case: those of its matter, and the power of attorney where one was handed in. @param keys of what was handed in */
export const materialsOf = (matter: MatterManifest, keys: readonly string[]): MaterialManifest[] =>
  (keys.includes(POWER_OF_ATTORNEY) ? withPowerOfAttorney(matter) : matter).materials
