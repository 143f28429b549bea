import type { QueueDeviceRow } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import type { QueuesOptions } from './context.ts'
import { changeHall, deviceOf, listDevices, listHalls, queueFigures, registerDevice, revokeDevice } from './halls.ts'
import { boardView, kioskView, takeNumber, type Taking } from './take.ts'
import {
  callAgain,
  callNext,
  closeWindow,
  comeBack,
  openWindow,
  passOver,
  serve,
  transfer,
  windowDesk,
  type WindowDesk,
} from './window-desk.ts'

export type Queues = ReturnType<typeof createQueues>

/** The queue of a hall 排队叫号: numbers, windows, calls, devices, figures. Every change is in the supervision log. */
export function createQueues(options: QueuesOptions) {
  /** Does a verb of a window and shows what it came to. */
  const shown =
    <Rest extends unknown[]>(verb: (given: QueuesOptions, caller: Caller, ...rest: Rest) => Promise<void>) =>
    async (caller: Caller, ...rest: Rest): Promise<WindowDesk> => {
      await verb(options, caller, ...rest)
      return windowDesk(options, caller)
    }
  return {
    device: (tenantId: string, token: string | undefined, kind?: QueueDeviceRow['kind']) => deviceOf(options, tenantId, token, kind),
    kiosk: (device: QueueDeviceRow) => kioskView(options, device),
    take: (device: QueueDeviceRow, taking: Taking) => takeNumber(options, device, taking),
    board: (device: QueueDeviceRow) => boardView(options, device),

    desk: (caller: Caller) => windowDesk(options, caller),
    open: shown(openWindow),
    close: shown(closeWindow),
    next: shown(callNext),
    again: shown(callAgain),
    pass: shown(passOver),
    serve: shown(serve),
    transfer: shown(transfer),
    comeBack: shown(comeBack),

    halls: (caller: Caller) => listHalls(options, caller),
    changeHall: (caller: Caller, hall: Parameters<typeof changeHall>[2]) => changeHall(options, caller, hall),
    devices: (caller: Caller) => listDevices(options, caller),
    registerDevice: (caller: Caller, device: Parameters<typeof registerDevice>[2]) => registerDevice(options, caller, device),
    revokeDevice: (caller: Caller, id: string, reason: string) => revokeDevice(options, caller, id, reason),
    figures: (caller: Caller, query: Parameters<typeof queueFigures>[2]) => queueFigures(options, caller, query),
  }
}
