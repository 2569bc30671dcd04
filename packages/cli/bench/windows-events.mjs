import { closeSync, openSync, writeSync } from 'node:fs'

const user = 'S-1-5-21-1-2-3'
const id = (pick, bound) => `0x${pick(bound).toString(16)}`

/** Events of a domain controller: their number, version and task, and the values of each. */
const kinds = [
  [
    4624,
    2,
    12544,
    pick => ({
      SubjectUserSid: 'S-1-5-18',
      SubjectUserName: 'DC01$',
      SubjectDomainName: 'CONTOSO',
      SubjectLogonId: '0x3e7',
      TargetUserSid: `${user}-${pick(20_000)}`,
      TargetUserName: `user${pick(20_000)}`,
      TargetDomainName: 'CONTOSO',
      TargetLogonId: id(pick, 2 ** 24),
      LogonType: [2, 3, 5, 10][pick(4)],
      LogonProcessName: 'Advapi  ',
      AuthenticationPackageName: 'Negotiate',
      WorkstationName: `PC${pick(3_000)}`,
      LogonGuid: '{00000000-0000-0000-0000-000000000000}',
      TransmittedServices: '-',
      LmPackageName: '-',
      KeyLength: 0,
      ProcessId: id(pick, 10_000),
      ProcessName: 'C:\\Windows\\System32\\services.exe',
      IpAddress: `10.0.${pick(250)}.${pick(250)}`,
      IpPort: pick(65_536),
    }),
  ],
  [
    4634,
    0,
    12545,
    pick => ({
      TargetUserSid: `${user}-${pick(20_000)}`,
      TargetUserName: `user${pick(20_000)}`,
      TargetDomainName: 'CONTOSO',
      TargetLogonId: id(pick, 2 ** 24),
      LogonType: 3,
    }),
  ],
  [
    4688,
    2,
    13312,
    pick => ({
      SubjectUserSid: `${user}-${pick(20_000)}`,
      SubjectUserName: `user${pick(20_000)}`,
      SubjectDomainName: 'CONTOSO',
      SubjectLogonId: id(pick, 2 ** 24),
      NewProcessId: id(pick, 10_000),
      NewProcessName: `C:\\Windows\\System32\\p${pick(300)}.exe`,
      TokenElevationType: '%%1938',
      ProcessId: id(pick, 10_000),
      CommandLine: `"C:\\Program Files\\App\\a.exe" /x:${pick(10_000)}${pick(4) ? '' : ' &gt; out.txt &amp; exit'}`,
      ParentProcessName: 'C:\\Windows\\explorer.exe',
      MandatoryLabel: 'S-1-16-8192',
    }),
  ],
]

/** Writes an export of the Event Viewer of so many events, the same at every run. */
export function writeEvents(path, count) {
  const pick = picking()
  const file = openSync(path, 'w')
  let text = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>'
  for (let index = 0; index < count; index++) {
    text += eventOf(index, pick)
    if (text.length < 2 ** 20) continue
    writeSync(file, text)
    text = ''
  }
  writeSync(file, `${text}</Events>\r\n`)
  closeSync(file)
}

function eventOf(index, pick) {
  const [number, version, task, values] = kinds[pick(kinds.length)]
  const time = new Date(Date.UTC(2026, 2, 2) + 100 * index).toISOString().replace('Z', '1234Z')
  const data = Object.entries(values(pick)).map(([name, value]) => `<Data Name='${name}'>${value}</Data>`)
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/><EventID>${number}</EventID><Version>${version}</Version><Level>0</Level><Task>${task}</Task><Opcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='${time}'/><EventRecordID>${index}</EventRecordID><Correlation/><Execution ProcessID='716' ThreadID='${pick(10_000)}'/><Channel>Security</Channel><Computer>DC0${pick(5)}.contoso.example</Computer><Security/></System><EventData>${data.join('')}</EventData></Event>`
}

/** Whole numbers below a bound, by a linear congruence. */
function picking() {
  let state = 7
  return bound => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % bound
  }
}
