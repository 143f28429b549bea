import { OWN_PLACE } from '../../api/guide.ts'
import { GuideScreen } from '../guide/guide-screen.tsx'

/** The guidance of a matter, for whoever is logged in and may apply at once. */
export function Component() {
  return <GuideScreen place={OWN_PLACE} askAt="/my-consultations" note="准备好材料后约需 10 分钟,填写内容会自动保存" />
}
