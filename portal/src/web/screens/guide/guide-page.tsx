import { PUBLIC_PLACE } from '../../api/guide.ts'
import { GuideScreen } from './guide-screen.tsx'

/** The guidance of a matter for whoever comes by; applying asks to log in and comes back to it. */
export function Component() {
  return <GuideScreen place={PUBLIC_PLACE} askAt="/ask" note="在线申请需要登录,登录后回到本事项" />
}
