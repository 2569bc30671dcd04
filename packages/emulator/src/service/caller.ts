/** Who the emulator says has made every request. */
export const caller = {
  objectId: '00000000-0000-4000-8000-000000000001',
  email: 'caller@tripline.invalid',
  name: 'Caller of the emulator',
}
