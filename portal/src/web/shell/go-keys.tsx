import { useEffect } from 'react'
import { useNavigate } from 'react-router-dom'
import { acceptsKeys } from '../hooks/use-keys.ts'
import { useSession } from '../session.tsx'

/** How long the second key may take, in milliseconds. */
const WAIT_MS = 1500

/** Second key after `g`, the page and its name; those of the clerk's desk. */
export const GO_KEYS: { key: string; to: string; text: string }[] = [
  { key: 'i', to: '/inbox', text: '收件箱' },
  { key: 'd', to: '/due-calendar', text: '到期日历' },
  { key: 's', to: '/my-statistics', text: '我的统计' },
  { key: 'c', to: '/cases', text: '本单位办件' },
]

/** `g` and then a letter goes to a page, from wherever one is. */
export function GoKeys() {
  const navigate = useNavigate()
  const isClerk = useSession().desks.includes('clerk')
  useEffect(() => {
    if (!isClerk) return
    let begunAt = -Infinity
    const onKeyDown = (event: KeyboardEvent) => {
      if (!acceptsKeys(event)) return
      const isSecond = event.timeStamp - begunAt < WAIT_MS
      begunAt = event.key === 'g' && !isSecond ? event.timeStamp : -Infinity
      const place = isSecond ? GO_KEYS.find(({ key }) => key === event.key) : undefined
      if (!place) return
      event.preventDefault()
      // The letter is no key of the page that is left.
      event.stopPropagation()
      void navigate(place.to)
    }
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [isClerk, navigate])
  return null
}
