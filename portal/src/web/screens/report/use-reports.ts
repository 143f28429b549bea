import { useCallback, useEffect, useState } from 'react'
import { useSession } from '../../session.tsx'
import { keepReport, waitingReports, type WaitingReport } from './queue.ts'
import { sendWaiting } from './sender.ts'

/** While something waits it is tried again by itself: a network that is back is not always announced. */
const AGAIN_MS = 15_000

/** What of the caller's waits to be sent; it is sent by itself whenever there is a network. */
export function useReports() {
  const ownerId = useSession().user.id
  const [waiting, setWaiting] = useState<WaitingReport[]>([])
  const [sending, setSending] = useState(false)
  const [sent, setSent] = useState(0)

  const look = useCallback(async () => setWaiting(await waitingReports(ownerId)), [ownerId])
  const send = useCallback(async () => {
    await look()
    setSending(true)
    try {
      await sendWaiting(ownerId, () => {
        setSent((n) => n + 1)
        void look()
      })
    } finally {
      setSending(false)
      await look()
    }
  }, [ownerId, look])

  const open = waiting.some(({ refused }) => refused === null)
  useEffect(() => {
    const again = () => void send()
    const first = setTimeout(again)
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', again)
    return () => {
      clearTimeout(first)
      window.removeEventListener('online', again)
      document.removeEventListener('visibilitychange', again)
    }
  }, [send])
  useEffect(() => {
    if (!open) return
    const timer = setInterval(() => void send(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [open, send])

  return {
    waiting,
    sending,
    /** How many have gone since the page was opened. */
    sent,
    look,
    send,
    /** Keeps a report and sends it as soon as that is possible. */
    async add(report: Omit<WaitingReport, 'ownerId' | 'refused'>) {
      await keepReport({ ...report, ownerId, refused: null })
      await look()
      void send()
    },
  }
}
