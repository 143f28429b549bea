import { wrongCitizenId, wrongCreditCode, wrongMobile } from '@lianban/forms'
import { useState } from 'react'
import { windowApi, type Activation, type RegisteredKind, type Proxy, type WindowApplicant } from '../../api/window.ts'
import type { ReadCard } from '../../card-reader/burst.ts'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { dayOf } from '../../time.ts'
import { beginAssisted } from './begin-assisted.ts'
import type { Assisted } from './assist-page.tsx'

const NOBODY = { name: '', phone: '', legalPerson: '' }

export type Who = ReturnType<typeof useWho>

/** Who stands at the window, for which matter, and whether another stands for him; and what is still missing of that. */
export function useWho(onReady: (assisted: Assisted) => void) {
  const [today] = useState(() => dayOf(Date.now()))
  const [matterKey, setMatterKey] = useState<string>()
  const [kind, setKind] = useState<RegisteredKind>('person')
  const [number, setNumber] = useState('')
  /** undefined: not looked for; null: there is none. */
  const [found, setFound] = useState<WindowApplicant | null | undefined>(undefined)
  const [fresh, setFresh] = useState(NOBODY)
  const [activation, setActivation] = useState<Activation | null>(null)
  const [proxy, setProxy] = useState<Proxy | null>(null)

  const forget = (next: string) => {
    setNumber(next)
    setFound(undefined)
    setActivation(null)
  }
  const find = useAttempt(async (wanted: string) => setFound((await windowApi.find(kind, wanted.trim())).applicant))
  const activate = useAttempt(async () => setActivation(await windowApi.activate(found!.id)))
  const registered = async () => {
    const { legalPerson, ...given } = fresh
    const made = await windowApi.register({ kind, number: number.trim(), ...given, ...(kind === 'organisation' && { legalPerson }) })
    // What comes after it may fail: he is not registered twice.
    setFound(made.applicant)
    setActivation(made.activation)
    return made
  }
  const begin = useAttempt(async () => {
    const known = found ? { applicant: found, activation } : await registered()
    onReady({ ...(await beginAssisted(known.applicant.id, matterKey!)), proxy, activation: known.activation })
  })
  /** A card is the proxy's once the applicant is known, or is no person; else the applicant's own. */
  const takeCard = (card: ReadCard) => {
    if (proxy && (kind === 'organisation' || found !== undefined)) return setProxy({ name: card.name ?? proxy.name, idNumber: card.number })
    if (kind === 'organisation') return setFresh({ ...fresh, legalPerson: card.name ?? fresh.legalPerson })
    forget(card.number)
    setFresh({ ...fresh, name: card.name ?? fresh.name })
    void find.run(card.number)
  }
  const written = number.trim().toUpperCase()
  const wrongNumber = kind === 'person' ? wrongCitizenId(written, today) : wrongCreditCode(written)
  const wrong: Record<string, string | null> = {
    matter: matterKey ? null : '请选择事项',
    number: written === '' ? `请填写${kind === 'person' ? '身份证号码' : '统一社会信用代码'}` : wrongNumber,
    found: found === undefined ? '请先按号码查找申请人' : null,
    ...(found === null && {
      name: fresh.name.trim() ? null : `请填写${kind === 'person' ? '姓名' : '名称'}`,
      legalPerson: kind === 'person' || fresh.legalPerson.trim() ? null : '请填写法定代表人(负责人)',
      phone: fresh.phone.trim() ? wrongMobile(fresh.phone.trim()) : '请填写手机号码',
    }),
    ...(proxy && {
      proxyName: proxy.name.trim() ? null : '请填写代理人姓名',
      proxyNumber: proxy.idNumber.trim() ? wrongCitizenId(proxy.idNumber.trim().toUpperCase(), today) : '请填写代理人身份证号码',
    }),
  }
  return {
    ...{ matterKey, setMatterKey, kind, number, found, fresh, setFresh, activation, proxy, setProxy, find, activate, begin, takeCard },
    ...{ wrong, wrongNumber, setNumber: forget },
    setKind: (next: RegisteredKind) => {
      setKind(next)
      forget('')
    },
  }
}
