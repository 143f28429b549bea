import type { MatterMaterial } from '../../api/matters.ts'
import { sizeText } from '../../time.ts'

/** What a material says of its files. */
type FileRules = Pick<MatterMaterial, 'formats' | 'maxBytes'>

/** `必交` or when it is asked for; what hangs on the form's values is decided by the server. */
export const requiredText = ({ required, requirement }: MatterMaterial): string =>
  required ? '必交' : requirement !== '非必要' ? requirement.replace('必要', '必交') : '可不交'

/** `PDF、JPG、PNG,每个不超过 10 MB`. */
export const formatsText = ({ formats, maxBytes }: FileRules): string =>
  `${formats.map((format) => format.toUpperCase()).join('、')},每个不超过 ${sizeText(maxBytes).replace('.0 ', ' ')}`

/** For a file input: `.pdf,.jpg,.jpeg,.png`. */
export const acceptOf = ({ formats }: Pick<FileRules, 'formats'>): string =>
  formats.flatMap((format) => (format === 'jpg' ? ['.jpg', '.jpeg'] : [`.${format}`])).join(',')

/** Why this file cannot be taken, told before it is sent; null when it can. The server looks at the content itself. */
export function refusalOf(file: { name: string; size: number }, material: FileRules): string | null {
  const accepted = acceptOf(material).split(',')
  if (!accepted.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return `“${file.name}”不是${formatsText(material).split(',')[0]}文件,请转换后重新选择`
  if (file.size > material.maxBytes)
    return `“${file.name}”大小 ${sizeText(file.size)},超过 ${sizeText(material.maxBytes)} 的上限,请压缩或拆分后重新选择`
  if (file.size === 0) return `“${file.name}”是空文件,请重新选择`
  return null
}
