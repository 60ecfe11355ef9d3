/** Stands in for the shop's own systems. */
export const articles = [
  { title: 'How to reset your password', url: 'https://help.example.com/reset' },
  { title: 'Shipping times and prices', url: 'https://help.example.com/shipping' },
  { title: 'Sending something back', url: 'https://help.example.com/returns' },
];

export interface Order {
  readonly status: string;
  readonly tracking: string;
  readonly estimatedDelivery: string;
}

export const orders: ReadonlyMap<string, Order> = new Map([
  ['12345', { status: 'shipped', tracking: '1Z999AA10123456784', estimatedDelivery: '2025-12-10' }],
]);

export interface TicketDesk {
  /** Gives the number of the new ticket. */
  open(ticket: { email: string; subject: string; description: string; priority: string }): string;
}

export function createTicketDesk(): TicketDesk {
  let last = 12_344;
  return { open: () => `TKT-${++last}` };
}
