"""Lemmas on integrals and limits for the prelude: what the proofs of such steps rest on."""

INTEGRALS = r"""
(* An integral that does not exist is 0 by convention, so that equal integrands have equal integrals either way. *)
Lemma no_value (P : R -> Prop) : (forall l, ~ P l) -> iota P = 0.
Proof.
  intros N. unfold iota, lim; simpl; unfold R_complete_lim.
  replace (Lub_Rbar _) with p_infty; [ reflexivity | symmetry ].
  apply is_lub_Rbar_unique. split; [ intros x _; exact I | ].
  intros b B. destruct b as [ b | | ]; [ | exact I | ].
  - exfalso. assert (L : Rbar_le (b + 1) b) by (apply B; intros x X; destruct (N x X)). simpl in L. lra.
  - exfalso. apply (B 0). intros x X. destruct (N x X).
Qed.
Lemma same_value (P Q : R -> Prop) : (forall l, P l <-> Q l) -> iota P = iota Q.
Proof.
  intros E. unfold iota, lim; simpl; unfold R_complete_lim. f_equal. apply Lub_Rbar_eqset.
  intros x. split; intros H y Y; apply H, E, Y.
Qed.
(* If every value of the one is c times a value of the other, and there are none or some of both. *)
Lemma by_existence (P Q : R -> Prop) (k : R) :
  (forall l, P l -> iota P = l) -> (forall l, Q l -> iota Q = l) ->
  (forall l, Q l -> P (k * l)) -> (forall l, P l -> exists m, Q m) -> iota P = k * iota Q.
Proof.
  intros UP UQ F B. destruct (Req_dec (iota P) (k * iota Q)) as [ E | N ]; [ exact E | exfalso ].
  assert (NQ : forall l, ~ Q l).
  { intros l L. apply N. rewrite (UQ l L). apply UP, F, L. }
  assert (NP : forall l, ~ P l) by (intros l L; destruct (B l L) as [ m M ]; exact (NQ m M)).
  apply N. rewrite (no_value P NP), (no_value Q NQ). ring.
Qed.

Lemma integral_same (f g : R -> R) (a b : R) :
  (forall x, Rmin a b < x < Rmax a b -> f x = g x) -> RInt f a b = RInt g a b.
Proof. intros E. apply RInt_ext. exact E. Qed.
Lemma integral_times (f g : R -> R) (k a b : R) : k <> 0 ->
  (forall x, Rmin a b < x < Rmax a b -> f x = k * g x) -> RInt f a b = k * RInt g a b.
Proof.
  intros K E. unfold RInt. apply by_existence.
  - intros l L. exact (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ l L).
  - intros l L. exact (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ l L).
  - intros l L. apply (is_RInt_ext (fun x => scal k (g x))).
    + intros x X. symmetry. apply E. exact X.
    + apply (is_RInt_scal (V := R_NormedModule)). exact L.
  - intros l L. exists (scal (/ k) l). apply (is_RInt_ext (fun x => scal (/ k) (f x))).
    + intros x X. rewrite E by exact X. unfold scal; simpl; unfold mult; simpl. field. exact K.
    + apply (is_RInt_scal (V := R_NormedModule)). exact L.
Qed.
Lemma improper_times (f g : R -> R) (k : R) (Fa Fb : (R -> Prop) ->
  Prop) {FFa : ProperFilter Fa} {FFb : ProperFilter Fb} :
  k <> 0 ->
  filter_prod Fa Fb (fun ab => forall x, Rmin (fst ab) (snd ab) < x < Rmax (fst ab) (snd ab) -> f x = k * g x) ->
  RInt_gen f Fa Fb = k * RInt_gen g Fa Fb.
Proof.
  intros K E. unfold RInt_gen. apply by_existence.
  - intros l L. exact (is_RInt_gen_unique (V := R_CompleteNormedModule) _ l L).
  - intros l L. exact (is_RInt_gen_unique (V := R_CompleteNormedModule) _ l L).
  - intros l L. apply (is_RInt_gen_ext (fun x => scal k (g x))).
    + revert E. apply filter_imp. intros ab H x X. symmetry. apply H. exact X.
    + apply (is_RInt_gen_scal (V := R_NormedModule)). exact L.
  - intros l L. exists (scal (/ k) l). apply (is_RInt_gen_ext (fun x => scal (/ k) (f x))).
    + revert E. apply filter_imp. intros ab H x X. rewrite H by exact X.
      unfold scal; simpl; unfold mult; simpl. field. exact K.
    + apply (is_RInt_gen_scal (V := R_NormedModule)). exact L.
Qed.

Lemma improper_times_right (f g : R -> R) (k a : R) : k <> 0 -> (forall x, a < x -> f x = k * g x) ->
  RInt_gen f (at_point a) (Rbar_locally p_infty) = k * RInt_gen g (at_point a) (Rbar_locally p_infty).
Proof.
  intros K E. apply (improper_times f g k (at_point a) (Rbar_locally p_infty) K).
  apply (Filter_prod _ _ _ (fun x => x = a) (fun x => a < x)); [ reflexivity | exists a; auto | ].
  intros x y -> Y. simpl. rewrite Rmin_left, Rmax_right by lra. intros z Z. apply E. lra.
Qed.
Lemma improper_times_left (f g : R -> R) (k b : R) : k <> 0 -> (forall x, x < b -> f x = k * g x) ->
  RInt_gen f (Rbar_locally m_infty) (at_point b) = k * RInt_gen g (Rbar_locally m_infty) (at_point b).
Proof.
  intros K E. apply (improper_times f g k (Rbar_locally m_infty) (at_point b) K).
  apply (Filter_prod _ _ _ (fun x => x < b) (fun x => x = b)); [ exists b; auto | reflexivity | ].
  intros x y X ->. simpl. rewrite Rmin_left, Rmax_right by lra. intros z Z. apply E. lra.
Qed.
Lemma except_zero (f g : R -> R) (a b l : R) : a < 0 -> 0 < b -> (forall x, x <> 0 -> f x = g x) ->
  is_RInt f a b l -> is_RInt g a b l.
Proof.
  intros A B E L.
  destruct (ex_RInt_Chasles_1 (V := R_CompleteNormedModule) f a 0 b) as [ u U ]; [ lra | exists l; exact L | ].
  destruct (ex_RInt_Chasles_2 (V := R_CompleteNormedModule) f a 0 b) as [ v W ]; [ lra | exists l; exact L | ].
  assert (S : l = plus u v).
  { rewrite <- (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ L).
    apply (is_RInt_unique (V := R_CompleteNormedModule)).
      apply (is_RInt_Chasles (V := R_NormedModule)) with 0; assumption. }
  rewrite S. apply (is_RInt_Chasles (V := R_NormedModule)) with 0.
  - apply (is_RInt_ext f); [ | exact U ]. intros x X. rewrite Rmax_right in X by lra. apply E. lra.
  - apply (is_RInt_ext f); [ | exact W ]. intros x X. rewrite Rmin_left in X by lra. apply E. lra.
Qed.
Lemma line_except_zero (f g : R -> R) (l : R) : (forall x, x <> 0 -> f x = g x) ->
  is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) l ->
  is_RInt_gen g (Rbar_locally m_infty) (Rbar_locally p_infty) l.
Proof.
  intros E L P PP. destruct (L P PP) as [ Q T [ M q ] [ M' t ] H ].
  apply (Filter_prod _ _ _ (fun x => x < Rmin 0 M) (fun x => Rmax 0 M' < x));
    [ exists (Rmin 0 M); auto | exists (Rmax 0 M'); auto | ].
  intros x y X Y.
  assert (x < M) by (eapply Rlt_le_trans; [ exact X | apply Rmin_r ]).
  assert (x < 0) by (eapply Rlt_le_trans; [ exact X | apply Rmin_l ]).
  assert (M' < y) by (eapply Rle_lt_trans; [ apply Rmax_r | exact Y ]).
  assert (0 < y) by (eapply Rle_lt_trans; [ apply Rmax_l | exact Y ]).
  destruct (H x y) as [ v [ V PV ] ]; [ apply q; assumption | apply t; assumption | ].
  exists v. split; [ | exact PV ]. apply (except_zero f); assumption.
Qed.
Lemma improper_times_line (f g : R -> R) (k : R) : k <> 0 -> (forall x, x <> 0 -> f x = k * g x) ->
  RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty)
    = k * RInt_gen g (Rbar_locally m_infty) (Rbar_locally p_infty).
Proof.
  intros K E. transitivity (RInt_gen (fun x => k * g x) (Rbar_locally m_infty) (Rbar_locally p_infty)).
  - apply same_value. intros l. split; apply line_except_zero; [ exact E | ].
    intros x X. symmetry. apply E. exact X.
  - apply (improper_times _ g k (Rbar_locally m_infty) (Rbar_locally p_infty) K).
    apply (Filter_prod _ _ _ (fun x => True) (fun x => True)); [ exists 0; auto | exists 0; auto | ].
    intros x y _ _ z _. reflexivity.
Qed.

(* The two halves of an even function. *)
Lemma left_half (f : R -> R) (a l : R) : 0 <= a -> (forall x, 0 < x -> f (-1 * x) = f x) ->
  is_RInt f 0 a l -> is_RInt f (- a) 0 l.
Proof.
  intros A E L.
  assert (M : is_RInt f (- (- 0)) (- (- a)) l) by (rewrite !Ropp_involutive; exact L).
  apply (is_RInt_comp_opp (V := R_NormedModule)) in M.
  apply (is_RInt_swap (V := R_NormedModule)) in M. rewrite Ropp_0 in M.
  apply (is_RInt_opp (V := R_NormedModule)) in M. rewrite opp_opp in M.
  revert M. apply is_RInt_ext. intros x X. rewrite Rmax_right in X by lra.
  rewrite <- (E (- x)) by lra. replace (-1 * - x) with x by ring. apply opp_opp.
Qed.
Lemma fold_range (f g : R -> R) (k a : R) : k <> 0 -> 0 <= a ->
  (forall x, 0 < x -> f (-1 * x) = f x) -> (forall x, 0 < x -> f x = k * g x) ->
    RInt f (-1 * a) a = 2 * k * RInt g 0 a.
Proof.
  intros K A E G. replace (-1 * a) with (- a) by ring. unfold RInt. apply by_existence.
  - intros l L. exact (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ l L).
  - intros l L. exact (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ l L).
  - intros l L. assert (H : is_RInt f 0 a (k * l)).
    { apply (is_RInt_ext (fun x => scal k (g x))).
      - intros x X. symmetry. apply G. rewrite Rmin_left in X by exact A. lra.
      - apply (is_RInt_scal (V := R_NormedModule)). exact L. }
    replace (2 * k * l) with (plus (k * l) (k * l)) by (unfold plus; simpl; ring).
    apply (is_RInt_Chasles (V := R_NormedModule)) with 0; [ apply left_half; assumption | exact H ].
  - intros l L. destruct (ex_RInt_Chasles_2 (V := R_CompleteNormedModule) f (- a) 0 a) as [ m M ];
    [ lra | exists l; exact L | ].
    exists (scal (/ k) m). apply (is_RInt_ext (fun x => scal (/ k) (f x))).
    + intros x X. rewrite G by (rewrite Rmin_left in X by exact A; lra). unfold scal; simpl; unfold mult; simpl.
      field. exact K.
    + apply (is_RInt_scal (V := R_NormedModule)). exact M.
Qed.
Lemma fold_line (f g : R -> R) (k : R) : k <> 0 ->
  (forall x, 0 < x -> f (-1 * x) = f x) -> (forall x, 0 < x -> f x = k * g x) ->
  RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) = 2 * k * RInt_gen g (at_point 0) (Rbar_locally p_infty).
Proof.
  intros K E G. unfold RInt_gen. apply by_existence.
  - intros l L. exact (is_RInt_gen_unique (V := R_CompleteNormedModule) _ l L).
  - intros l L. exact (is_RInt_gen_unique (V := R_CompleteNormedModule) _ l L).
  - intros l L. assert (H : is_RInt_gen f (at_point 0) (Rbar_locally p_infty) (k * l)).
    { apply (is_RInt_gen_ext (fun x => scal k (g x))).
      - apply (Filter_prod _ _ _ (fun x => x = 0) (fun x => 0 < x)); [ reflexivity | exists 0; auto | ].
        intros x y -> Y. simpl. rewrite Rmin_left, Rmax_right by lra. intros z Z. symmetry. apply G. lra.
      - apply (is_RInt_gen_scal (V := R_NormedModule)). exact L. }
    replace (2 * k * l) with (plus (k * l) (k * l)) by (unfold plus; simpl; ring).
    apply (is_RInt_gen_Chasles (V := R_NormedModule)) with 0; [ | exact H ].
    intros P PL. destruct (H P PL) as [ Q T q t HH ].
    apply (Filter_prod _ _ _ (fun x => T (- x) /\ x < 0) (fun x => x = 0)); [ | reflexivity | ].
    + destruct t as [ M HM ]. exists (Rmin 0 (- M)). intros x X. split.
      * apply HM. assert (x < - M) by (eapply Rlt_le_trans; [ exact X | apply Rmin_r ]). lra.
      * eapply Rlt_le_trans; [ exact X | apply Rmin_l ].
    + intros x y [ TX X0 ] ->. destruct (HH 0 (- x) q TX) as [ v [ V PV ] ]. exists v. split; [ | exact PV ].
      simpl in *. rewrite <- (Ropp_involutive x). apply left_half; [ lra | assumption | assumption ].
  - intros l L. exists (l / (2 * k)). intros P [ d D ].
    assert (N : locally l (fun y => P (y / (2 * k)))).
    { assert (C : continuous (fun y => y / (2 * k)) l).
      { apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. exact I. }
      apply C. exists d. exact D. }
    destruct (L _ N) as [ Q T [ M q ] [ M' t ] HH ].
    apply (Filter_prod _ _ _ (fun x => x = 0) (fun x => Rmax 0 (Rmax (- M) M') < x));
      [ reflexivity | exists (Rmax 0 (Rmax (- M) M')); auto | ].
    intros x b -> B. simpl.
    assert (B0 : 0 < b) by (eapply Rle_lt_trans; [ apply Rmax_l | exact B ]).
    assert (B1 : Rmax (- M) M' < b) by (eapply Rle_lt_trans; [ apply Rmax_r | exact B ]).
    assert (B2 : - M < b) by (eapply Rle_lt_trans; [ apply Rmax_l | exact B1 ]).
    assert (B3 : M' < b) by (eapply Rle_lt_trans; [ apply Rmax_r | exact B1 ]).
    destruct (HH (- b) b) as [ y [ Y PY ] ]; [ apply q; lra | apply t; lra | ]. simpl in Y.
    destruct (ex_RInt_Chasles_2 (V := R_CompleteNormedModule) f (- b) 0 b) as [ z Z ]; [ lra | exists y; exact Y | ].
    assert (YZ : y = plus z z).
    { rewrite <- (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ Y).
      apply (is_RInt_unique (V := R_CompleteNormedModule)).
      apply (is_RInt_Chasles (V := R_NormedModule)) with 0; [ apply left_half;
        [ lra | assumption | assumption ] | exact Z ]. }
    exists (z / k). split.
    + apply (is_RInt_ext (fun x => scal (/ k) (f x))).
      * intros w W. rewrite Rmin_left in W by lra. rewrite G by lra. unfold scal; simpl; unfold mult; simpl.
        field. exact K.
      * replace (z / k) with (scal (/ k) z) by (unfold scal; simpl; unfold mult; simpl; field; exact K).
        apply (is_RInt_scal (V := R_NormedModule)). exact Z.
    + replace (z / k) with (y / (2 * k)); [ exact PY | ]. rewrite YZ. unfold plus; simpl. field. exact K.
Qed.
Lemma improper_right (f G : R -> R) (a l : R) :
  (forall x, a <= x -> is_derive G x (f x)) -> (forall x, a <= x -> continuous f x) -> is_lim G p_infty l ->
  RInt_gen f (at_point a) (Rbar_locally p_infty) = l - G a.
Proof.
  intros D C L. apply (is_RInt_gen_unique (V := R_CompleteNormedModule)). intros P PL.
  assert (M : is_lim (fun b => G b - G a) p_infty (l - G a)).
  { apply is_lim_minus'; [ exact L | apply is_lim_const ]. }
  destruct (M P PL) as [ B HB ].
  apply (Filter_prod _ _ _ (fun x => x = a) (fun x => Rmax a B < x)); [ reflexivity | exists (Rmax a B); auto | ].
  intros x b -> X. simpl. exists (G b - G a). split.
  - apply (is_RInt_derive (V := R_CompleteNormedModule) G f).
    + intros x X1. apply D. rewrite Rmin_left in X1; [ lra | ].
      apply Rlt_le. eapply Rle_lt_trans; [ apply (Rmax_l a B) | exact X ].
    + intros x X1. apply C. rewrite Rmin_left in X1; [ lra | ].
      apply Rlt_le. eapply Rle_lt_trans; [ apply (Rmax_l a B) | exact X ].
  - apply HB. eapply Rle_lt_trans; [ apply (Rmax_r a B) | exact X ].
Qed.
(* Powers against exponentials. *)
Lemma power_below_exponential (n : nat) (t : R) : 0 <= t -> (t / INR (S n)) ^ S n <= exp t.
Proof.
  intros T. assert (N : 0 < INR (S n)) by (apply lt_0_INR; lia).
  replace (exp t) with (exp (t / INR (S n)) ^ S n).
  - apply pow_incr. split.
    + apply Rmult_le_pos; [ exact T | apply Rlt_le, Rinv_0_lt_compat, N ].
    + generalize (exp_ineq1_le (t / INR (S n))). lra.
  - rewrite exp_times. f_equal. field. lra.
Qed.
Lemma decay_linear (c : R) (n : nat) : 0 < c -> is_lim (fun x => x ^ n * exp (-1 * (c * x))) p_infty 0.
Proof.
  intros C. set (m := INR (S n)). assert (N : 0 < m) by (apply lt_0_INR; lia).
  apply (is_lim_le_le_loc (fun _ => 0) (fun x => (m / c) ^ S n * / x)).
  - exists 0. intros x X. split.
    + apply Rmult_le_pos; [ apply pow_le; lra | apply Rlt_le, exp_pos ].
    + assert (B : (c * x / m) ^ S n <= exp (c * x)) by (apply power_below_exponential; nra).
      replace (exp (-1 * (c * x))) with (/ exp (c * x)) by (rewrite <- exp_Ropp; f_equal; ring).
      assert (P : 0 < (c * x / m) ^ S n) by (apply pow_lt; apply Rdiv_lt_0_compat; nra).
      apply Rle_trans with (x ^ n * / (c * x / m) ^ S n).
      * apply Rmult_le_compat_l; [ apply pow_le; lra | ]. apply Rinv_le_contravar; assumption.
      * right. replace (c * x / m) with (x * / (m / c)) by (field; lra).
        rewrite Rpow_mult_distr, pow_inv. rewrite <- (tech_pow_Rmult x n). field.
        assert (Q : 0 < m / c) by (apply Rdiv_lt_0_compat; assumption).
        repeat split; first [ lra | apply pow_nonzero; lra ].
  - apply is_lim_const.
  - replace (Finite 0) with (Rbar_mult ((m / c) ^ S n) 0) by (simpl; f_equal; ring).
    apply is_lim_scal_l. apply (is_lim_inv (fun x => x) p_infty p_infty); [ apply is_lim_id | discriminate ].
Qed.
Lemma decay_square (c : R) (n : nat) : 0 < c -> is_lim (fun x => x ^ n * exp (-1 * (c * x ^ 2))) p_infty 0.
Proof.
  intros C. apply (is_lim_le_le_loc (fun _ => 0) (fun x => x ^ n * exp (-1 * (c * x)))).
  - exists 1. intros x X. split.
    + apply Rmult_le_pos; [ apply pow_le; lra | apply Rlt_le, exp_pos ].
    + apply Rmult_le_compat_l; [ apply pow_le; lra | ]. apply Rlt_le, exp_increasing.
      assert (0 < c * x * (x - 1)) by (repeat apply Rmult_lt_0_compat; lra). lra.
  - apply is_lim_const.
  - apply decay_linear, C.
Qed.
Lemma limit_with (f g : R -> R) (k l : R) :
  is_lim f p_infty l -> is_lim g p_infty 0 -> is_lim (fun x => f x + k * g x) p_infty l.
Proof.
  intros F G. replace (Finite l) with (Finite (l + k * 0)) by (f_equal; ring).
  apply is_lim_plus'; [ exact F | ]. apply (is_lim_scal_l g k p_infty 0 G).
Qed.
"""
