/*
 * The twin of tests/Model/Toys/Dialback.cs: the same states, the same transitions. Server dialback (XEP-0220) among three
 * servers: sessions of an originating server and of an attacker at a receiving server, which asks the authoritative one
 * over a single connection that it dials when it is needed. One cut, of a session or of that connection.
 *
 * One process, and every move one indivisible step, so that a state is the variables and nothing else: it could not be
 * less for SPIN to store. The one field that need not be reset is, so that equal states are equal.
 */
#ifndef HONEST
#define HONEST 2
#endif
#ifndef HOSTILE
#define HOSTILE 2
#endif
#define SESSIONS (HONEST + HOSTILE)

/* Phases of a session. */
#define IDLE 0
#define OPEN 1
#define KEY_SENT 2
#define WAITING 3
#define ASKED 4
#define VALID 5
#define INVALID 6
#define AUTHORISED 7
#define DELIVERED 8
#define REFUSED 9
#define LOST 10

/* Keys. */
#define NONE 0
#define GENUINE 1
#define FORGED 2
#define REPLAYED 3

/* The connection to the authority. */
#define DOWN 0
#define DIALLING 1
#define UP 2
#define LINK_REFUSED 3

byte phase[SESSIONS];
byte key[SESSIONS];
byte link = DOWN;
bit cut = 1;

#define sent(i) (phase[i] >= KEY_SENT && phase[i] < LOST)
#if HONEST == 1
#define any_sent sent(0)
#elif HONEST == 2
#define any_sent (sent(0) || sent(1))
#elif HONEST == 3
#define any_sent (sent(0) || sent(1) || sent(2))
#else
#define any_sent (sent(0) || sent(1) || sent(2) || sent(3))
#endif

#define waits(i) (i < SESSIONS && phase[i % SESSIONS] == WAITING)
#define any_waits (waits(0) || waits(1) || waits(2) || waits(3) || waits(4) || waits(5) || waits(6) || waits(7))

#define session(i) \
  :: d_step { phase[i] == IDLE -> phase[i] = OPEN } \
  :: d_step { i < HONEST && phase[i] == OPEN -> phase[i] = KEY_SENT; key[i] = GENUINE } \
  :: d_step { i >= HONEST && phase[i] == OPEN -> phase[i] = KEY_SENT; key[i] = FORGED } \
  :: d_step { i >= HONEST && phase[i] == OPEN && any_sent -> phase[i] = KEY_SENT; key[i] = REPLAYED } \
  :: d_step { phase[i] == KEY_SENT -> phase[i] = WAITING; if :: link == DOWN -> link = DIALLING :: else fi } \
  :: d_step { phase[i] == WAITING && link == UP -> phase[i] = ASKED } \
  :: d_step { phase[i] == WAITING && link == LINK_REFUSED -> phase[i] = REFUSED; key[i] = NONE } \
  :: d_step { phase[i] == ASKED -> if :: key[i] == GENUINE -> phase[i] = VALID :: else -> phase[i] = INVALID fi } \
  :: d_step { phase[i] == VALID -> assert(key[i] == GENUINE); phase[i] = AUTHORISED; key[i] = NONE } \
  :: d_step { phase[i] == INVALID -> phase[i] = REFUSED; key[i] = NONE } \
  :: d_step { phase[i] == AUTHORISED -> phase[i] = DELIVERED } \
  :: d_step { cut && phase[i] > IDLE && phase[i] < DELIVERED -> phase[i] = LOST; key[i] = NONE; cut = 0 }

#define lose(i) \
  if \
  :: phase[i] == ASKED || phase[i] == VALID || phase[i] == INVALID -> phase[i] = REFUSED; key[i] = NONE \
  :: else \
  fi

active proctype world() {
end:
  do
  session(0)
#if SESSIONS > 1
  session(1)
#endif
#if SESSIONS > 2
  session(2)
#endif
#if SESSIONS > 3
  session(3)
#endif
#if SESSIONS > 4
  session(4)
#endif
#if SESSIONS > 5
  session(5)
#endif
#if SESSIONS > 6
  session(6)
#endif
#if SESSIONS > 7
  session(7)
#endif
  :: d_step { link == DOWN && any_waits -> link = DIALLING }
  :: d_step { link == DIALLING -> link = UP }
  :: d_step { link == DIALLING -> link = LINK_REFUSED }
  :: d_step { link == UP && cut ->
       lose(0);
#if SESSIONS > 1
       lose(1);
#endif
#if SESSIONS > 2
       lose(2);
#endif
#if SESSIONS > 3
       lose(3);
#endif
#if SESSIONS > 4
       lose(4);
#endif
#if SESSIONS > 5
       lose(5);
#endif
#if SESSIONS > 6
       lose(6);
#endif
#if SESSIONS > 7
       lose(7);
#endif
       link = DOWN; cut = 0 }
  od
}
