"""What every file of lemmas begins with: definitions of functions, and the tactics that the proofs use."""

from .integral_lemmas import INTEGRALS

NAME = "prelude"
LIBRARY = "symspline"
HEADER = f"From {LIBRARY} Require Import {NAME}.\nOpen Scope R_scope.\n"
"""The first lines of every other file."""
DEFINITIONS = r"""(* The error function and its complement. *)
Definition erf (x : R) : R := 2 / sqrt PI * RInt (fun t : R => exp (- (t ^ 2))) 0 x.
Definition erfc (x : R) : R := 1 - erf x.
"""
PRELUDE = (
    r"""(* Definitions and tactics for the lemmas that symspline exports. Nothing here is assumed. *)
From Coq Require Export Reals Lra Psatz.
From Coquelicot Require Export Coquelicot.
From Interval Require Export Tactic.
Open Scope R_scope.

"""
    + DEFINITIONS
    + r"""
Lemma even_power_nonnegative (x : R) (n : nat) : Nat.even n = true -> 0 <= x ^ n.
Proof.
  intros H. apply Nat.even_spec in H. destruct H as [m ->].
  rewrite pow_mult. apply pow_le. nra.
Qed.
Lemma even_power_positive (x : R) (n : nat) : Nat.even n = true -> x <> 0 -> 0 < x ^ n.
Proof.
  intros H X. destruct (even_power_nonnegative x n H) as [L | E]; [ exact L | ].
  exfalso. apply (pow_nonzero x n X). symmetry. exact E.
Qed.
Lemma positive_nonzero (x : R) : 0 < x -> x <> 0.
Proof. intros H. lra. Qed.
Lemma real_equation (a b : R) : @eq R a b -> a = b.
Proof. exact (fun H => H). Qed.
Lemma both_negative (a b : R) : a < 0 -> b < 0 -> 0 < a * b.
Proof. intros. nra. Qed.

(* Roots, absolute values and exponentials by what characterises them. *)
Lemma root_is (x y : R) : 0 <= y -> y ^ 2 = x -> sqrt x = y.
Proof. intros Y E. rewrite <- E. apply sqrt_pow2. exact Y. Qed.
Lemma root_squared (x : R) : 0 <= x -> sqrt x ^ 2 = x.
Proof. intros X. simpl. rewrite Rmult_1_r. apply sqrt_sqrt. exact X. Qed.
Lemma absolute_is (x y : R) : 0 <= y -> y ^ 2 = x ^ 2 -> Rabs x = y.
Proof. intros Y E. rewrite <- (sqrt_pow2 y Y), E. replace (x ^ 2) with (x * x) by ring. symmetry.
  apply sqrt_Rsqr_abs. Qed.
Lemma absolute_squared (x : R) : Rabs x ^ 2 = x ^ 2.
Proof. apply pow2_abs. Qed.
Lemma exp_times (n : nat) (x : R) : exp x ^ n = exp (INR n * x).
Proof.
  induction n as [| n H]; [ simpl; rewrite Rmult_0_l; symmetry; apply exp_0 | ].
  rewrite S_INR. simpl pow. rewrite H, <- exp_plus. f_equal. ring.
Qed.
Lemma cos_squared (x : R) : cos x ^ 2 = 1 - sin x ^ 2.
Proof. generalize (sin2_cos2 x). unfold Rsqr. intros H. simpl. lra. Qed.
Lemma cosh_squared (x : R) : cosh x ^ 2 = 1 + sinh x ^ 2.
Proof.
  unfold cosh, sinh. assert (E : exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
  apply Rminus_diag_uniq. replace (_ - _) with (exp x * exp (- x) - 1) by field. rewrite E. ring.
Qed.

(* Tests that bounds and signs are decided by. *)
Ltac positive :=
  match goal with
  | |- 0 < _ => first [ assumption | lra | positive_parts | nra ]
  end
with positive_parts :=
  match goal with
  | |- 0 < PI => exact PI_RGT_0
  | |- 0 < exp _ => apply exp_pos
  | |- 0 < Rpower _ _ => apply exp_pos
  | |- 0 < cosh ?x => unfold cosh; apply Rdiv_lt_0_compat; [ apply Rplus_lt_0_compat; apply exp_pos | lra ]
  | |- 0 < sqrt _ => apply sqrt_lt_R0; positive
  | |- 0 < / _ => apply Rinv_0_lt_compat; positive
  | |- 0 < Rabs _ => apply Rabs_pos_lt; nonzero
  | |- 0 < _ / _ => apply Rdiv_lt_0_compat; positive
  | |- 0 < Rmax ?a ?b => apply Rmax_case_strong; intros; positive
  | |- 0 < Rmin ?a ?b => apply Rmin_case_strong; intros; positive
  | |- 0 < _ ^ _ => first [ apply pow_lt; positive | apply even_power_positive; [ reflexivity | nonzero ] ]
  | |- 0 < _ * _ => first [ apply Rmult_lt_0_compat; positive | apply both_negative; negative ]
  | |- 0 < _ + _ => first
      [ apply Rplus_lt_le_0_compat; [ positive | nonnegative ]
      | apply Rplus_le_lt_0_compat; [ nonnegative | positive ] ]
  end
with nonnegative :=
  match goal with
  | |- 0 <= _ => first [ assumption | lra | nonnegative_parts | apply Rlt_le; positive | nra ]
  end
with nonnegative_parts :=
  match goal with
  | |- 0 <= sqrt _ => apply sqrt_pos
  | |- 0 <= Rabs _ => apply Rabs_pos
  | |- 0 <= _ ^ _ => first [ apply even_power_nonnegative; reflexivity | apply pow_le; nonnegative ]
  | |- 0 <= / _ => first [ apply Rlt_le, Rinv_0_lt_compat; positive ]
  | |- 0 <= ?a * ?a => apply Rle_0_sqr
  | |- 0 <= _ * _ => apply Rmult_le_pos; nonnegative
  | |- 0 <= _ / _ => apply Rmult_le_pos; [ nonnegative | apply Rlt_le, Rinv_0_lt_compat; positive ]
  | |- 0 <= _ + _ => apply Rplus_le_le_0_compat; nonnegative
  | |- 0 <= Rmax ?a ?b => apply Rmax_case_strong; intros; nonnegative
  | |- 0 <= Rmin ?a ?b => apply Rmin_case_strong; intros; nonnegative
  end
with negative :=
  match goal with
  | |- _ < 0 => first [ assumption | lra | nra ]
  end
with nonzero :=
  match goal with
  | |- _ <> 0 => first
      [ assumption | lra | nonzero_parts | apply positive_nonzero; positive | apply Rlt_not_eq; negative
      | let Z := fresh in intro Z; match goal with H : _ <> 0 |- False => apply H; first [ lra | nra ] end ]
  end
with nonzero_parts :=
  match goal with
  | |- exp _ <> 0 => apply positive_nonzero, exp_pos
  | |- PI <> 0 => exact PI_neq0
  | |- / _ <> 0 => apply Rinv_neq_0_compat; nonzero
  | |- _ * _ <> 0 => apply Rmult_integral_contrapositive_currified; nonzero
  | |- _ / _ <> 0 => apply Rmult_integral_contrapositive_currified; [ nonzero | apply Rinv_neq_0_compat; nonzero ]
  | |- _ ^ _ <> 0 => apply pow_nonzero; nonzero
  | |- Rabs _ <> 0 => apply Rabs_no_R0; nonzero
  end.
Ltac equation := apply real_equation.
Ltac signs :=
  intros; repeat split; intros;
  match goal with
  | |- True => exact I
  | |- 0 < _ => positive
  | |- 0 <= _ => nonnegative
  | |- _ <> 0 => nonzero
  | |- ?x > 0 => change (0 < x); positive
  | |- _ >= 0 => apply Rle_ge; nonnegative
  | |- _ < 0 => negative
  | |- _ => first [ assumption | lra | nra ]
  end.

(* Where a choice depends on an order, every order is looked at. *)
Ltac cases :=
  repeat match goal with
  | |- context [Rmax ?a ?b] => apply (Rmax_case_strong a b); intros
  | |- context [Rmin ?a ?b] => apply (Rmin_case_strong a b); intros
  | |- context [Rabs ?a] =>
      destruct (Rle_or_lt 0 a); [ rewrite (Rabs_pos_eq a) by assumption | rewrite (Rabs_left a) by assumption ]
  | |- context [if Rlt_dec ?a ?b then _ else _] => destruct (Rlt_dec a b)
  | |- context [if Rle_dec ?a ?b then _ else _] => destruct (Rle_dec a b)
  | |- context [if Rgt_dec ?a ?b then _ else _] => destruct (Rgt_dec a b)
  | |- context [if Rge_dec ?a ?b then _ else _] => destruct (Rge_dec a b)
  | |- context [if Req_EM_T ?a ?b then _ else _] => destruct (Req_EM_T a b)
  end.

Ltac range X :=
  first [ rewrite Rmin_left, Rmax_right in X by (first [ lra | apply Rlt_le;
    positive | nonnegative | nra ]) | idtac ].

(* Limits by continuity. *)
Lemma value_is_limit_right (f : R -> R) (a l : R) :
  ex_derive f a -> f a = l -> filterlim f (at_right a) (locally l).
Proof.
  intros D <-. eapply filterlim_filter_le_1.
  - apply filter_le_within.
  - apply (ex_derive_continuous (V := R_NormedModule)). exact D.
Qed.
Lemma value_is_limit_left (f : R -> R) (a l : R) :
  ex_derive f a -> f a = l -> filterlim f (at_left a) (locally l).
Proof.
  intros D <-. eapply filterlim_filter_le_1.
  - apply filter_le_within.
  - apply (ex_derive_continuous (V := R_NormedModule)). exact D.
Qed.
Lemma limit_at_infinity (f g : R -> R) (l : R) :
  (forall x, 0 < x -> f x = g (/ x)) -> ex_derive g 0 -> g 0 = l -> is_lim f p_infty l.
Proof.
  intros E D V. apply (is_lim_ext_loc (fun x => g (/ x))).
  { exists 0. intros x X. symmetry. apply E. exact X. }
  apply (is_lim_comp g (fun x => / x) p_infty l 0).
  - rewrite <- V. apply is_lim_continuity. apply continuity_pt_filterlim.
    apply (ex_derive_continuous (V := R_NormedModule)). exact D.
  - apply (is_lim_inv (fun x => x) p_infty p_infty); [ apply is_lim_id | discriminate ].
  - exists 1. intros x X H. injection H. apply Rgt_not_eq, Rinv_0_lt_compat. lra.
Qed.

Lemma erf_0 : erf 0 = 0.
Proof. unfold erf. rewrite RInt_point. unfold zero; simpl. ring. Qed.
Lemma sum_linear (f : nat -> R) (a b : R) (n : nat) : (forall i, f i = a + b * INR i) ->
  sum_n_m f 1 n = a * INR n + b * INR n * (INR n + 1) / 2.
Proof.
  intros F. induction n as [ | n H ].
  - rewrite sum_n_m_zero by lia. change (0 = a * 0 + b * 0 * (0 + 1) / 2). field.
  - rewrite sum_n_Sm by lia. rewrite H, F.
    change (a * INR n + b * INR n * (INR n + 1) / 2 + (a + b * INR (S n))
            = a * INR (S n) + b * INR (S n) * (INR (S n) + 1) / 2).
    rewrite S_INR. field.
Qed.
"""
    + INTEGRALS
)
